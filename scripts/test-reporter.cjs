const { writeFileSync } = require('node:fs');
const { relative } = require('node:path');
const { reporters } = require('mocha');

/**
 * One line per test file, the failures in full at the end. Writes the counts and the titles of what was skipped to
 * the file that TEST_REPORT names. (CommonJS, because mocha loads reporters with `require`.)
 */
module.exports = class TestReporter extends reporters.Base {
  constructor(runner, options) {
    super(runner, options);
    const skipped = [];
    let file;
    const finish = () => {
      if (file) console.log(lineOf(file));
      file = undefined;
    };
    const count = (kind, test) => {
      const path = test.file ?? file?.path;
      if (path !== file?.path) finish();
      file ??= { path, passed: 0, failed: 0, skipped: 0, ms: 0 };
      file[kind]++;
      file.ms += test.duration ?? 0;
    };
    runner.on('pass', (test) => count('passed', test));
    runner.on('fail', (test) => count('failed', test));
    runner.on('pending', (test) => {
      count('skipped', test);
      skipped.push(test.fullTitle());
    });
    runner.once('end', () => {
      finish();
      if (this.failures.length > 0) reporters.Base.list(this.failures);
      const { passes, failures } = this.stats;
      const report = { passed: passes, failed: failures, skipped };
      if (process.env.TEST_REPORT) writeFileSync(process.env.TEST_REPORT, JSON.stringify(report));
    });
  }
};

function lineOf({ path, passed, failed, skipped, ms }) {
  const name = path ? relative(process.cwd(), path) : '(no file)';
  const parts = [`${passed} passed`, failed && `${failed} FAILED`, skipped && `${skipped} skipped`];
  return `  ${failed ? '✗' : '✓'} ${name}: ${parts.filter(Boolean).join(', ')} (${ms} ms)`;
}
