INSERT INTO service_nation
SELECT position, data->>'$.nation' FROM event WHERE type = 'record-created';

-- A day is London's: it begins at midnight there. Outside the calendar UTC has to do.
INSERT INTO setting
SELECT e.data->>'$.setting',
  CASE WHEN e.data->>'$.from' IS NULL THEN e.occurred_to
    ELSE coalesce(c.starts_at, e.data->>'$.from' || 'T00:00:00.000Z') END,
  e.position, e.data->>'$.value', 'event ' || e.position, e.data->>'$.reason'
FROM event AS e LEFT JOIN calendar AS c ON c.date = e.data->>'$.from'
WHERE e.type = 'setting-changed';

-- bank-holiday/NATION/YYYY-MM-DD, 'yes' or 'no'
INSERT INTO holiday
SELECT substr(data->>'$.setting', 14, length(data->>'$.setting') - 24),
  substr(data->>'$.setting', -10), position,
  iif(data->>'$.value' = 'yes', 'Added by the service', 'Taken away by the service'),
  data->>'$.reason', data->>'$.value' = 'no'
FROM event
WHERE type = 'setting-changed'
  AND data->>'$.setting' GLOB 'bank-holiday/?*/[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'
  AND data->>'$.value' IN ('yes', 'no');

-- One day more or less moves every count after it, so the nation's days are counted anew.
DELETE FROM day WHERE nation IN (
  SELECT substr(data->>'$.setting', 14, length(data->>'$.setting') - 24)
  FROM event
  WHERE type = 'setting-changed' AND data->>'$.setting' GLOB 'bank-holiday/?*/*'
);

INSERT INTO day
SELECT nation, date, starts_at, ends_at, working,
  sum(working) OVER (PARTITION BY nation ORDER BY date), name
FROM (
  SELECT n.value AS nation, c.date, c.starts_at, c.ends_at,
    c.weekday <= 5 AND coalesce(r.working, 1) AS working, r.name
  FROM (
    SELECT value FROM json_each('["england-wales","northern-ireland","scotland"]')
    WHERE NOT EXISTS (SELECT 1 FROM day WHERE nation = value)
  ) AS n
  CROSS JOIN calendar AS c
  LEFT JOIN day_rule AS r ON r.nation = n.value AND r.date = c.date
);

INSERT INTO edition
SELECT data->>'$.name', occurred_to, position, data->>'$.version', coalesce(data->>'$.source', '')
FROM event WHERE type = 'codebook-adopted';

-- A code is given its meaning as text, or as an object with meaning, group and scores.
INSERT INTO edition_code
SELECT name, position, n, key, meaning, grp, scores FROM (
  SELECT e.data->>'$.name' AS name, e.position, c.key,
    (SELECT count(*) FROM json_each(e.data, '$.codes') AS b WHERE b.id <= c.id) AS n,
    CASE c.type WHEN 'text' THEN c.value WHEN 'object' THEN c.value->>'$.meaning' END AS meaning,
    iif(c.type = 'object', c.value->>'$.group', NULL) AS grp,
    iif(c.type = 'object', c.value->'$.scores', NULL) AS scores
  FROM event AS e CROSS JOIN json_each(e.data, '$.codes') AS c
  WHERE e.type = 'codebook-adopted'
)
WHERE meaning IS NOT NULL;
