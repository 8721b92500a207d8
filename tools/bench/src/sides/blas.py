"""The rate of a BLAS library's matrix product, in a process of its own: two pools of threads wreck each other.

blas.py LIBRARY THREADS M N K TRANSPOSE_A TRANSPOSE_B MILLISECONDS prints GFLOP/s.
"""
import ctypes
import sys
import time

library, threads = sys.argv[1], int(sys.argv[2])
m, n, k, transpose_a, transpose_b = map(int, sys.argv[3:8])
seconds = float(sys.argv[8]) / 1000

blas = ctypes.CDLL(library)
floats = lambda count: (ctypes.c_float * count)(*([0.5] * count))
a, b, c = floats(m * k), floats(k * n), floats(m * n)
lda, ldb = (m if transpose_a else k), (k if transpose_b else n)
one, zero = ctypes.c_float(1), ctypes.c_float(0)

if "openblas" in library:
    blas.openblas_set_num_threads(threads)
    forms = (101, 112 if transpose_a else 111, 112 if transpose_b else 111)

    def multiply():
        blas.cblas_sgemm(*forms, m, n, k, one, a, lda, b, ldb, zero, c, n)
else:
    forms = tuple(ctypes.c_char(b"T" if is_transposed else b"N") for is_transposed in (transpose_a, transpose_b))
    sizes = [ctypes.c_int64(size) for size in (m, n, k, lda, ldb, n)]

    def multiply():
        rows, columns, terms, a_row, b_row, c_row = sizes
        blas.dnnl_sgemm(*forms, rows, columns, terms, one, a, a_row, b, b_row, zero, c, c_row)


multiply()
best = 0.0
for _ in range(5):
    start, count = time.perf_counter(), 0
    while time.perf_counter() - start < seconds:
        multiply()
        count += 1
    best = max(best, 2e-9 * m * n * k * count / (time.perf_counter() - start))
print(best)
