-- Times in consents are as precise as known: an instant, two with '/' between, a day, a month, or
-- 'unknown', which says nothing here. A day is London's: its midnight is 23:00Z of the day before from
-- the day after March's last Sunday to October's last Sunday.
INSERT INTO consent_act
WITH
said AS (
  SELECT case_id, position, type, data, occurred_from, occurred_to, precision, recorded_at,
    nullif(substr(data->>'$.validFrom', 1, instr((data->>'$.validFrom') || '/', '/') - 1), 'unknown') AS first,
    nullif(substr(data->>'$.until', instr(data->>'$.until', '/') + 1), 'unknown') AS last
  FROM event
  WHERE type IN ('consent-given', 'consent-varied', 'consent-withdrawn', 'consent-refused')
),
dated AS (
  SELECT *,
    iif(length(first) <= 10, first || substr('-01', length(first) - 6), NULL) AS first_day,
    iif(length(last) = 7, last || '-' || CASE
      WHEN last LIKE '%-02' THEN 28 + (substr(last, 1, 4) % 4 = 0 AND substr(last, 1, 4) % 100 <> 0 OR substr(last, 1, 4) % 400 = 0)
      WHEN substr(last, 6) IN ('04', '06', '09', '11') THEN 30 ELSE 31 END, iif(length(last) = 10, last, NULL)) AS last_day,
    substr(first, 1, 4) AS first_year, substr(last, 1, 4) AS last_year
  FROM said
),
told AS (
  SELECT *,
    CASE
      WHEN first_day IS NULL THEN
        substr(first, 1, 19) || '.' || substr(iif(substr(first, 20, 1) = '.', rtrim(substr(first, 21), 'Z'), '') || '000', 1, 3) || 'Z'
      WHEN first_day <= first_year || '-03-' || (31 - (5 * first_year / 4 + 4) % 7)
        OR first_day > first_year || '-10-' || (31 - (5 * first_year / 4 + 1) % 7) THEN first_day || 'T00:00:00.000Z'
      WHEN substr(first_day, 9) > '01' THEN
        substr(first_day, 1, 8) || substr('0' || (substr(first_day, 9) - 1), -2) || 'T23:00:00.000Z'
      ELSE first_year || CASE substr(first_day, 6, 2)
        WHEN '04' THEN '-03-31' WHEN '05' THEN '-04-30' WHEN '06' THEN '-05-31' WHEN '07' THEN '-06-30'
        WHEN '08' THEN '-07-31' WHEN '09' THEN '-08-31' WHEN '10' THEN '-09-30' END || 'T23:00:00.000Z'
    END AS first_at,
    CASE
      WHEN last_day IS NULL THEN
        substr(last, 1, 19) || '.' || substr(iif(substr(last, 20, 1) = '.', rtrim(substr(last, 21), 'Z'), '') || '000', 1, 3) || 'Z'
      -- The last moment of the day, so it is the next midnight that counts.
      WHEN last_day < last_year || '-03-' || (31 - (5 * last_year / 4 + 4) % 7)
        OR last_day >= last_year || '-10-' || (31 - (5 * last_year / 4 + 1) % 7) THEN last_day || 'T23:59:59.999Z'
      ELSE last_day || 'T22:59:59.999Z'
    END AS last_at
  FROM dated
)
SELECT DISTINCT case_id, s.value, p.value, data->>'$.giver', substr(t.type, 9),
  t.type IN ('consent-given', 'consent-varied'), data->>'$.film',
  coalesce(first_at, occurred_to), iif(first_at IS NULL, occurred_from, first_at), last_at,
  data->>'$.how', data->>'$.basis', occurred_from, occurred_to, precision, recorded_at, position
FROM told AS t CROSS JOIN json_each(data, '$.scopes') AS s CROSS JOIN json_each(data, '$.concerning') AS p;

INSERT INTO parental_responsibility
SELECT case_id, data->>'$.child', data->>'$.holder', data->>'$.holds', data->>'$.basis',
  CASE
    WHEN day IS NULL THEN NULL
    WHEN day < substr(day, 1, 4) || '-03-' || (31 - (5 * substr(day, 1, 4) / 4 + 4) % 7)
      OR day >= substr(day, 1, 4) || '-10-' || (31 - (5 * substr(day, 1, 4) / 4 + 1) % 7) THEN day || 'T23:59:59.999Z'
    ELSE day || 'T22:59:59.999Z'
  END,
  occurred_from, occurred_to, precision, recorded_at, position
FROM (SELECT *, data->>'$.until' AS day FROM event WHERE type = 'parental-responsibility-recorded');

INSERT INTO consent_film
SELECT DISTINCT case_id, data->>'$.film', p.value, data->>'$.kind', occurred_from, occurred_to, position
FROM event AS e CROSS JOIN json_each(data, '$.people') AS p
WHERE e.type = 'film-taken';
