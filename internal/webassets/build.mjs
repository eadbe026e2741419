// Builds dist/: the bundle and the licence texts that must travel with it. Run by `make assets`.
import { build } from 'esbuild';
import { copyFile, mkdir, readFile } from 'node:fs/promises';

await mkdir('dist', { recursive: true });
await build({
  entryPoints: ['echarts.mjs'],
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2020',
  charset: 'ascii',
  legalComments: 'inline',
  define: { 'process.env.NODE_ENV': '"production"' },
  outfile: 'dist/echarts.min.js',
  logLevel: 'warning',
});
await copyFile('node_modules/echarts/LICENSE', 'dist/ECHARTS-LICENSE.txt');
await copyFile('node_modules/echarts/NOTICE', 'dist/ECHARTS-NOTICE.txt');

// A page that prints the bundle inside a script element must not be ended by it.
if (/<\/script/i.test(await readFile('dist/echarts.min.js', 'utf8'))) {
  throw new Error('dist/echarts.min.js holds "</script" and cannot be put into a page');
}
