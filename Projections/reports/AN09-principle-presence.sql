-- AN09: Principle presence
-- reads: clip-library, caseload, settings
-- per: cycle
-- shared: no
-- method: Per cycle and pair (PI, GP, SG), the clips with at least one principle of each level of the codebook as a part of the clips; the principles seen in clips up to and with that cycle as a part of the codebook; and per principle the number of the cycle in which it was first seen. The cycle of a clip is its film's, whenever that film is dated. Clips that name no pair are under 'not said', clips of films without a cycle in a row without one. With a range, clips before it count for what was seen so far and first.
-- example:
--   {"at":"2026-01-05T09:00:00Z","by":"s-guider","type":"case-opened","data":{"reference":"C-1"}}
--   {"at":"2026-01-05T09:01:00Z","by":"s-guider","type":"person-added","data":{"person":"mother","role":"client"}}
--   {"at":"2026-01-05T09:02:00Z","by":"s-guider","type":"cycle-opened","data":{"cycle":"cycle-1","number":1}}
--   {"at":"2026-01-12T10:00:00Z","by":"s-guider","type":"film-taken","data":{"film":"film-1","kind":"interaction","durationMs":300000,"people":["mother"],"cycle":"cycle-1"}}
--   {"at":"2026-01-13T10:00:00Z","by":"s-guider","type":"clip-chosen","data":{"clip":"clip-1","film":"film-1","startMs":1000,"endMs":6000,"principles":["BA2","BA3"],"level":"PI","description":"She waits"}}
--   {"at":"2026-01-13T10:01:00Z","by":"s-guider","type":"clip-chosen","data":{"clip":"clip-2","film":"film-1","startMs":11000,"endMs":16000,"principles":["RI3"],"level":"PI","description":"She smiles back"}}
--   {"at":"2026-01-26T09:02:00Z","by":"s-guider","type":"cycle-opened","data":{"cycle":"cycle-2","number":2}}
--   {"at":"2026-02-02T10:00:00Z","by":"s-guider","type":"film-taken","data":{"film":"film-2","kind":"interaction","durationMs":300000,"people":["mother"],"cycle":"cycle-2"}}
--   {"at":"2026-02-03T10:00:00Z","by":"s-guider","type":"clip-chosen","data":{"clip":"clip-3","film":"film-2","startMs":1000,"endMs":6000,"principles":["BA2"],"level":"PI","description":"She waits"}}
-- gives: [
--   {"cycle":"cycle-1","pair":"PI","level":"1 Being attentive","code":null,"figure":"clips with the level","value":0.5,"numerator":1,"denominator":2,"covered":2,"coverable":2},
--   {"cycle":"cycle-1","pair":"PI","level":"2 Encouraging initiatives","figure":"clips with the level","value":0.0,"numerator":0,"denominator":2},
--   {"cycle":"cycle-1","pair":"PI","level":"3 Receiving initiatives","figure":"clips with the level","value":0.5,"numerator":1,"denominator":2},
--   {"cycle":"cycle-1","pair":"PI","level":"4 Developing attuned interaction","figure":"clips with the level","value":0.0},
--   {"cycle":"cycle-1","pair":"PI","level":"5 Guiding","figure":"clips with the level","value":0.0},
--   {"cycle":"cycle-1","pair":"PI","level":"6 Deepening discussion","figure":"clips with the level","value":0.0},
--   {"cycle":"cycle-2","pair":"PI","level":"1 Being attentive","figure":"clips with the level","value":1.0,"numerator":1,"denominator":1},
--   {"cycle":"cycle-2","pair":"PI","level":"2 Encouraging initiatives","figure":"clips with the level","value":0.0},
--   {"cycle":"cycle-2","pair":"PI","level":"3 Receiving initiatives","figure":"clips with the level","value":0.0},
--   {"cycle":"cycle-2","pair":"PI","level":"4 Developing attuned interaction","figure":"clips with the level","value":0.0},
--   {"cycle":"cycle-2","pair":"PI","level":"5 Guiding","figure":"clips with the level","value":0.0},
--   {"cycle":"cycle-2","pair":"PI","level":"6 Deepening discussion","figure":"clips with the level","value":0.0},
--   {"cycle":"cycle-1","pair":"PI","level":null,"figure":"principles seen so far","numerator":3,"denominator":37},
--   {"cycle":"cycle-2","pair":"PI","level":null,"figure":"principles seen so far","numerator":3,"denominator":37},
--   {"cycle":null,"pair":"PI","level":"1 Being attentive","code":"BA2","figure":"first seen","value":1,"unit":"cycle"},
--   {"cycle":null,"pair":"PI","level":"1 Being attentive","code":"BA3","figure":"first seen","value":1},
--   {"cycle":null,"pair":"PI","level":"3 Receiving initiatives","code":"RI3","figure":"first seen","value":1}]
WITH book AS (
  SELECT code, grp FROM code
  WHERE codebook = 'principles' AND from_at <= :as_of AND (until_at IS NULL OR :as_of < until_at)
),
chosen AS (
  SELECT c.case_id, c.clip, c.position, coalesce(c.level, 'not said') AS pair, f.cycle, (:from IS NULL OR c.to_at >= :from) AS in_range, (
      SELECT min(s.number) FROM cycle_step AS s
      WHERE s.case_id = c.case_id AND s.cycle = f.cycle AND s.step = 'opened' AND s.to_at <= :as_of) AS k
  FROM clip AS c
  LEFT JOIN clip_film AS f ON f.case_id = c.case_id AND f.film = c.film
  WHERE c.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND c.to_at <= :as_of AND (:to IS NULL OR c.to_at < :to)
),
coded AS (
  SELECT c.case_id, c.clip, c.pair, c.cycle, c.k, c.in_range, p.code, b.grp
  FROM chosen AS c
  JOIN clip_principle AS p ON p.case_id = c.case_id AND p.clip = c.clip AND p.position = c.position
  LEFT JOIN book AS b ON b.code = p.code
),
groups AS (
  SELECT c.case_id, c.cycle, c.pair, c.k, count(*) AS clips, sum(EXISTS (
      SELECT 1 FROM coded AS d WHERE d.case_id = c.case_id AND d.clip = c.clip)) AS with_codes
  FROM chosen AS c WHERE c.in_range GROUP BY c.case_id, c.cycle, c.pair, c.k
),
present AS (
  SELECT s.*, l.grp, (SELECT count(DISTINCT d.clip) FROM coded AS d
      WHERE d.case_id = s.case_id AND d.cycle IS s.cycle AND d.pair = s.pair AND d.grp = l.grp AND d.in_range) AS n
  FROM groups AS s JOIN (SELECT DISTINCT grp FROM book WHERE grp IS NOT NULL) AS l
),
-- What was seen before the range counts as seen.
so_far AS (
  SELECT s.*, (SELECT count(DISTINCT d.code) FROM coded AS d
      WHERE d.case_id = s.case_id AND d.pair = s.pair AND d.k <= s.k AND d.code IN (SELECT code FROM book)) AS n,
    (SELECT count(*) FROM book) AS codes
  FROM groups AS s
)
SELECT case_id, cycle, pair, grp AS level, NULL AS code, 'clips with the level' AS figure, 1.0 * n / clips AS value, 'share' AS unit,
  n AS numerator, clips AS denominator, with_codes AS covered, clips AS coverable, NULL AS reason, NULL AS evidence
FROM present
UNION ALL
SELECT case_id, cycle, pair, NULL, NULL, 'principles seen so far', iif(k IS NULL, NULL, 1.0 * n / nullif(codes, 0)), 'share', n, codes,
  with_codes, clips, CASE WHEN k IS NULL THEN 'the cycle is not known' WHEN codes = 0 THEN 'no codebook of principles' END, NULL
FROM so_far
UNION ALL
SELECT case_id, NULL, pair, grp, code, 'first seen', min(k), 'cycle', NULL, NULL, count(k), count(*),
  iif(min(k) IS NULL, 'the cycle is not known', NULL), NULL
FROM coded GROUP BY case_id, pair, grp, code HAVING max(in_range) = 1
ORDER BY case_id, pair, figure, cycle, level, code;
