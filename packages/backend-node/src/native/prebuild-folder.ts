/** Where the binary for this machine lies in the package. */

/** What decides. */
export interface Machine {
  readonly platform: string;
  readonly arch: string;
  readonly isMusl: boolean;
}

/** Machines that a release has binaries for. */
export const prebuiltFolders: readonly string[] = [
  'linux-x64',
  'linux-x64-musl',
  'linux-arm64',
  'linux-arm64-musl',
  'darwin-x64',
  'darwin-arm64',
  'win32-x64',
];

/** The folder below `prebuilds`: `linux-x64`, `linux-x64-musl`, `darwin-arm64`, … */
export function prebuildFolder({ platform, arch, isMusl }: Machine): string {
  return `${platform}-${arch}${platform === 'linux' && isMusl ? '-musl' : ''}`;
}

/** The machine that this program runs on. */
export function thisMachine(): Machine {
  return { platform: process.platform, arch: process.arch, isMusl: process.platform === 'linux' && !hasGlibc() };
}

/** What the types of Node 20 lack. */
interface Report {
  excludeNetwork: boolean;
  getReport(): object;
}

/** Node's own report names the version of glibc it runs on, and none on musl. */
function hasGlibc(): boolean {
  const report = process.report as unknown as Report;
  const before = report.excludeNetwork;
  report.excludeNetwork = true; // it would look up the names of open connections
  try {
    const { header } = report.getReport() as { header: Record<string, unknown> };
    return header['glibcVersionRuntime'] !== undefined;
  } finally {
    report.excludeNetwork = before;
  }
}
