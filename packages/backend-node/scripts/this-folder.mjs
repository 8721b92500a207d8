/** The folder of this machine's binary, as src/native/prebuild-folder.ts names it: scripts run before that is built. */

export function thisFolder() {
  if (process.platform !== 'linux') return `${process.platform}-${process.arch}`;
  const report = /** @type {{ excludeNetwork: boolean, getReport(): object }} */ (
    /** @type {unknown} */ (process.report)
  );
  report.excludeNetwork = true; // it would look up the names of open connections
  const { header } = /** @type {{ header: Record<string, unknown> }} */ (report.getReport());
  return `linux-${process.arch}${header['glibcVersionRuntime'] === undefined ? '-musl' : ''}`;
}
