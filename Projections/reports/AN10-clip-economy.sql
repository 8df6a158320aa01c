-- AN10: Clip economy
-- reads: clip-library, settings
-- per: film
-- shared: no
-- method: Per film of parent and child: the length of its clips together as a part of the film's length (what two clips share counts twice), the median length of a clip, and the part of the clips that are at most AN10.shortClipMs long.
-- example:
--   {"at":"2026-01-05T09:00:00Z","by":"s-guider","type":"case-opened","data":{"reference":"C-1"}}
--   {"at":"2026-01-05T09:01:00Z","by":"s-guider","type":"person-added","data":{"person":"mother","role":"client"}}
--   {"at":"2026-01-12T10:00:00Z","by":"s-guider","type":"film-taken","data":{"film":"film-1","kind":"interaction","durationMs":100000,"people":["mother"]}}
--   {"at":"2026-01-13T10:00:00Z","by":"s-guider","type":"clip-chosen","data":{"clip":"clip-1","film":"film-1","startMs":1000,"endMs":6000,"description":"She waits"}}
--   {"at":"2026-01-13T10:01:00Z","by":"s-guider","type":"clip-chosen","data":{"clip":"clip-2","film":"film-1","startMs":10000,"endMs":20000,"description":"She smiles back"}}
--   {"at":"2026-01-13T10:02:00Z","by":"s-guider","type":"clip-chosen","data":{"clip":"clip-3","film":"film-1","startMs":30000,"endMs":40001,"description":"Both laugh"}}
--   {"at":"2026-01-13T10:03:00Z","by":"s-guider","type":"clip-chosen","data":{"clip":"clip-4","film":"film-1","startMs":50000,"endMs":57000,"description":"He looks up"}}
--   {"at":"2026-01-19T10:00:00Z","by":"s-guider","type":"film-taken","data":{"film":"film-2","kind":"interaction","durationMs":100000,"people":["mother"]}}
-- gives: [
--   {"film":"film-1","figure":"clips' part of the film","numerator":32001,"denominator":100000},
--   {"film":"film-1","figure":"median clip","value":8500.0,"unit":"ms","covered":4,"coverable":4},
--   {"film":"film-1","figure":"short clips","value":0.75,"numerator":3,"denominator":4},
--   {"film":"film-2","figure":"clips' part of the film","value":null,"reason":"no clip was chosen"},
--   {"film":"film-2","figure":"median clip","value":null,"reason":"no clip was chosen"},
--   {"film":"film-2","figure":"short clips","value":null,"reason":"no clip was chosen"}]
WITH films AS (
  SELECT case_id, film, cycle, duration_ms, position FROM clip_film
  WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND kind = 'interaction' AND to_at <= :as_of
    AND (:from IS NULL OR to_at >= :from) AND (:to IS NULL OR to_at < :to)
),
cut AS (
  SELECT c.case_id, c.film, c.position, c.end_ms - c.start_ms AS ms,
    row_number() OVER (PARTITION BY c.case_id, c.film ORDER BY c.end_ms - c.start_ms, c.position) AS n
  FROM clip AS c
  WHERE c.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND c.to_at <= :as_of
),
sums AS (
  SELECT f.case_id, f.film, f.cycle, f.duration_ms, f.position, count(c.ms) AS clips, coalesce(sum(c.ms), 0) AS ms,
    coalesce(sum(c.ms <= (SELECT CAST(value AS INTEGER) FROM rule
      WHERE name = 'AN10.shortClipMs' AND from_at <= :as_of AND (until_at IS NULL OR :as_of < until_at))), 0) AS short,
    json_group_array(c.position) FILTER (WHERE c.position IS NOT NULL) AS positions
  FROM films AS f LEFT JOIN cut AS c ON c.case_id = f.case_id AND c.film = f.film
  GROUP BY f.case_id, f.film, f.cycle, f.duration_ms, f.position
),
told AS (
  SELECT case_id, film, cycle, duration_ms, clips, ms, short, iif(clips = 0, 'no clip was chosen', NULL) AS none,
    (SELECT avg(c.ms) FROM cut AS c WHERE c.case_id = s.case_id AND c.film = s.film AND c.n IN ((s.clips + 1) / 2, (s.clips + 2) / 2)) AS median,
    (SELECT json_group_array(value) FROM (
      SELECT value FROM json_each(iif(s.clips = 0, json_array(s.position), s.positions)) ORDER BY value)) AS evidence
  FROM sums AS s
)
SELECT case_id, cycle, film, 'clips'' part of the film' AS figure, iif(none IS NULL, 1.0 * ms / nullif(duration_ms, 0), NULL) AS value,
  'share' AS unit, ms AS numerator, duration_ms AS denominator, clips AS covered, clips AS coverable,
  coalesce(none, iif(duration_ms = 0, 'the film has no length', NULL)) AS reason, evidence
FROM told
UNION ALL
SELECT case_id, cycle, film, 'median clip', median, 'ms', NULL, NULL, clips, clips, none, evidence FROM told
UNION ALL
SELECT case_id, cycle, film, 'short clips', 1.0 * short / nullif(clips, 0), 'share', short, clips, clips, clips, none, evidence FROM told
ORDER BY case_id, film, figure;
