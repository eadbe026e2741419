// What BenchmarkTelemetry is held against: the same numbers from the same file by DuckDB, on all cores. The times are
// compared with the window, as siap does; p95 is approximate (t-digest), or exact where "exact" is asked for.
import { DuckDBInstance } from '@duckdb/node-api';

const [file, quantile] = process.argv.slice(2);
const source = file.endsWith('.parquet')
  ? `read_parquet('${file}')`
  : `read_csv('${file}', header = true, auto_detect = false, delim = ',', quote = '"',
       columns = {time: 'TIMESTAMP', agency: 'VARCHAR', metric: 'VARCHAR', value: 'DOUBLE'})`;
const p95 = quantile === 'exact' ? 'quantile_cont(value, 0.95)' : 'approx_quantile(value, 0.95)';

const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
const reader = await connection.runAndReadAll(`
  SELECT count(*) AS groups, sum(n) AS samples, sum(mean) AS mean, sum(p95) AS p95, sum(share) AS share FROM (
    SELECT agency, metric, count(*) AS n, avg(value) AS mean, ${p95} AS p95,
      avg(CASE WHEN value >= 50 THEN 1.0 ELSE 0.0 END) AS share
    FROM ${source}
    WHERE time >= TIMESTAMP '2024-12-31 17:00:00' AND time < TIMESTAMP '2029-12-31 17:00:00'
    GROUP BY agency, metric)`);
const row = reader.getRowObjects()[0];
console.log([row.groups, row.samples, row.mean, row.p95, row.share].join(' '));
