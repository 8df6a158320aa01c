-- AN13: Measure change
-- reads: goals-and-measures, settings
-- per: measure
-- shared: no
-- method: Last score at the end (or at follow-up) less last score before the work, of the same person by the same respondent on the same form, with the sign turned so that more is better, as the codebook of the later day says. A row per pair holds before, after and improved_by; a row per measure and scale holds number of pairs, mean, sum, sum of squares and standard deviations (n - 1), which is what Cohen's d for paired scores needs. Unpaired are those of whom one of the two is missing; for follow-up only those who were followed up are asked about.
-- example:
--   {"at":"2026-01-05T09:00:00Z","by":"s-guider","case":"C-1","type":"case-opened","data":{"reference":"C-1"}}
--   {"at":"2026-01-05T09:00:01Z","by":"s-guider","case":"C-2","type":"case-opened","data":{"reference":"C-2"}}
--   {"at":"2026-01-05T09:00:02Z","by":"s-guider","case":"C-3","type":"case-opened","data":{"reference":"C-3"}}
--   {"at":"2026-01-05T09:01:00Z","by":"s-guider","case":"C-1","type":"person-added","data":{"person":"mother","role":"client"}}
--   {"at":"2026-01-05T09:01:01Z","by":"s-guider","case":"C-2","type":"person-added","data":{"person":"mother","role":"client"}}
--   {"at":"2026-01-05T09:01:02Z","by":"s-guider","case":"C-3","type":"person-added","data":{"person":"mother","role":"client"}}
--   {"at":"2026-01-05T09:02:00Z","by":"s-guider","case":"C-1","type":"measure-scored","data":{"code":"phq-9","subject":"mother","respondent":"mother","total":15,"occasion":"baseline"}}
--   {"at":"2026-01-05T09:02:01Z","by":"s-guider","case":"C-2","type":"measure-scored","data":{"code":"phq-9","subject":"mother","respondent":"mother","total":12,"occasion":"baseline"}}
--   {"at":"2026-01-05T09:02:02Z","by":"s-guider","case":"C-3","type":"measure-scored","data":{"code":"phq-9","subject":"mother","respondent":"mother","total":9,"occasion":"baseline"}}
--   {"at":"2026-01-05T09:03:00Z","by":"s-guider","case":"C-1","type":"measure-scored","data":{"code":"kips","subject":"mother","rater":"s-supervisor","subscales":{"mean":2.5},"occasion":"baseline"}}
--   {"at":"2026-06-01T09:02:00Z","by":"s-guider","case":"C-1","type":"measure-scored","data":{"code":"phq-9","subject":"mother","respondent":"mother","total":9,"occasion":"end"}}
--   {"at":"2026-06-01T09:02:01Z","by":"s-guider","case":"C-2","type":"measure-scored","data":{"code":"phq-9","subject":"mother","respondent":"mother","total":10,"occasion":"end"}}
--   {"at":"2026-06-01T09:02:02Z","by":"s-guider","case":"C-3","type":"measure-not-scored","data":{"code":"phq-9","subject":"mother","occasion":"end","reason":"Did not wish to"}}
--   {"at":"2026-06-01T09:03:00Z","by":"s-guider","case":"C-1","type":"measure-scored","data":{"code":"kips","subject":"mother","rater":"s-supervisor","subscales":{"mean":3.5},"occasion":"end"}}
-- gives: [
--   {"code":"kips","scale":"mean","contrast":"end","subject":"mother","before":2.5,"after":3.5,"improved_by":1.0,"band_before":"low","band_after":"moderate","figure":"improvement","value":1.0},
--   {"code":"kips","scale":"mean","contrast":"end","pairs":1,"sum_improved":1.0,"sum_squares":1.0,"sd_improved":null,"figure":"mean improvement","value":1.0,"covered":1,"coverable":1},
--   {"code":"kips","figure":"unpaired","value":0.0,"numerator":0,"denominator":1},
--   {"code":"kips","figure":"band improved","value":1.0,"numerator":1,"denominator":1},
--   {"code":"kips","figure":"band worsened","value":0.0,"numerator":0,"denominator":1},
--   {"code":"phq-9","before":15.0,"after":9.0,"improved_by":6.0,"band_before":"moderately severe","band_after":"mild","figure":"improvement","value":6.0,"unit":"points"},
--   {"code":"phq-9","before":12.0,"after":10.0,"improved_by":2.0,"band_before":"moderate","band_after":"moderate","figure":"improvement","value":2.0},
--   {"code":"phq-9","before":9.0,"after":null,"improved_by":null,"band_before":"mild","band_after":null,"figure":"improvement","value":null,"reason":"planned and not scored"},
--   {"code":"phq-9","scale":"total","contrast":"end","pairs":2,"sum_improved":8.0,"sum_squares":40.0,"mean_before":13.5,"mean_after":9.5,"figure":"mean improvement","value":4.0,"covered":2,"coverable":3},
--   {"code":"phq-9","figure":"unpaired","numerator":1,"denominator":3},
--   {"code":"phq-9","figure":"band improved","value":0.5,"numerator":1,"denominator":2},
--   {"code":"phq-9","figure":"band worsened","value":0.0,"numerator":0,"denominator":2}]
WITH taken AS (
  -- One person's answers, or what staff coded of that person, on one scale; `back` 1 is the last on an occasion and form.
  SELECT s.case_id, s.code, s.scale, s.subject, s.respondent, coalesce(s.respondent, '') AS answered, coalesce(s.form, '') AS form,
    s.occasion, s.position, s.thousandths, s.to_at,
    row_number() OVER (PARTITION BY s.case_id, s.code, s.scale, s.subject, s.respondent, s.form, s.occasion
      ORDER BY s.to_at DESC, s.position DESC) AS back_on_form,
    row_number() OVER (PARTITION BY s.case_id, s.code, s.scale, s.subject, s.respondent, s.occasion
      ORDER BY s.to_at DESC, s.position DESC) AS back
  FROM score AS s
  WHERE s.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND s.to_at <= :as_of
    AND s.occasion IN ('baseline', 'end', 'follow-up')
),
-- Everybody of whom there is a score on either side of the work, and everybody who was followed up.
asked AS (
  SELECT DISTINCT case_id, code, scale, subject, respondent, answered, iif(occasion = 'follow-up', occasion, 'end') AS contrast
  FROM taken
),
sides AS (
  SELECT a.*, z.position AS after_position, z.thousandths AS after, z.to_at AS after_at,
    b.position AS before_position, b.thousandths AS before,
    f.position AS first_position, f.thousandths AS first_before, f.to_at AS first_at
  FROM asked AS a
  LEFT JOIN taken AS z ON z.case_id = a.case_id AND z.code = a.code AND z.scale = a.scale AND z.subject = a.subject
    AND z.answered = a.answered AND z.occasion = a.contrast AND z.back = 1
  LEFT JOIN taken AS b ON b.case_id = a.case_id AND b.code = a.code AND b.scale = a.scale AND b.subject = a.subject
    AND b.answered = a.answered AND b.occasion = 'baseline' AND b.form = z.form AND b.back_on_form = 1
  LEFT JOIN taken AS f ON f.case_id = a.case_id AND f.code = a.code AND f.scale = a.scale AND f.subject = a.subject
    AND f.answered = a.answered AND f.occasion = 'baseline' AND f.back = 1
  WHERE (:from IS NULL OR coalesce(z.to_at, f.to_at) >= :from) AND (:to IS NULL OR coalesce(z.to_at, f.to_at) < :to)
),
books AS (
  SELECT code, from_at, until_at, scores, iif(scores->>'$.higherIsBetter', 1, -1) AS sign FROM code
  WHERE codebook = 'measures' AND scores->>'$.higherIsBetter' IS NOT NULL
),
-- Bands are the total's; of a measure without a total they are each subscale's.
bands AS (
  SELECT m.code, m.from_at, m.scores->'$.total' IS NOT NULL AS of_total, b.value->>'$[0]' * 1000 AS least, b.value->>'$[1]' AS name
  FROM books AS m, json_each(m.scores, '$.bands') AS b
),
paired AS (
  SELECT s.*, m.from_at AS edition, m.sign, (s.after - s.before) * m.sign AS better,
    (SELECT least FROM bands AS b WHERE b.code = s.code AND b.from_at = m.from_at AND b.of_total = (s.scale = 'total')
       AND b.least <= coalesce(s.before, s.first_before) ORDER BY least DESC LIMIT 1) AS least_before,
    (SELECT least FROM bands AS b WHERE b.code = s.code AND b.from_at = m.from_at AND b.of_total = (s.scale = 'total')
       AND b.least <= s.after ORDER BY least DESC LIMIT 1) AS least_after,
    CASE WHEN s.before_position IS NOT NULL AND m.sign IS NULL THEN 'the codebook does not say which direction is better'
      WHEN s.before_position IS NOT NULL THEN NULL
      WHEN s.after_position IS NOT NULL AND s.first_position IS NOT NULL THEN 'taken on different forms'
      WHEN s.after_position IS NOT NULL THEN 'no score before the work'
      WHEN EXISTS (SELECT 1 FROM measure_missed AS x WHERE x.case_id = s.case_id AND x.code = s.code
        AND x.subject = s.subject AND x.occasion = s.contrast AND x.to_at <= :as_of) THEN 'planned and not scored'
      ELSE 'no later score' END AS reason
  FROM sides AS s
  LEFT JOIN books AS m ON m.code = s.code AND m.from_at <= coalesce(s.after_at, s.first_at)
    AND (m.until_at IS NULL OR coalesce(s.after_at, s.first_at) < m.until_at)
),
sums AS (
  SELECT code, scale, contrast, count(*) AS people, count(better) AS n, sum(better) AS total, sum(better * better) AS squares,
    sum(iif(better IS NULL, 0, before)) AS b, sum(iif(better IS NULL, 0, before * before)) AS bb,
    sum(iif(better IS NULL, 0, after)) AS a, sum(iif(better IS NULL, 0, after * after)) AS aa,
    count(better + least_before + least_after) AS banded,
    coalesce(sum(better IS NOT NULL AND (least_after - least_before) * sign > 0), 0) AS up,
    coalesce(sum(better IS NOT NULL AND (least_after - least_before) * sign < 0), 0) AS down
  FROM paired GROUP BY code, scale, contrast
),
figures (name, place) AS (VALUES ('mean improvement', 1), ('unpaired', 2), ('band improved', 3), ('band worsened', 4))
SELECT code, scale, contrast, case_id, subject, respondent, coalesce(before, first_before) / 1000.0 AS before,
  after / 1000.0 AS after, better / 1000.0 AS improved_by,
  (SELECT name FROM bands AS b WHERE b.code = p.code AND b.from_at = edition AND b.least = least_before) AS band_before,
  (SELECT name FROM bands AS b WHERE b.code = p.code AND b.from_at = edition AND b.least = least_after) AS band_after,
  NULL AS pairs, NULL AS sum_improved, NULL AS sum_squares, NULL AS sd_improved, NULL AS mean_before, NULL AS sd_before,
  NULL AS mean_after, NULL AS sd_after, 'improvement' AS figure, better / 1000.0 AS value, 'points' AS unit,
  NULL AS numerator, NULL AS denominator, NULL AS covered, NULL AS coverable, reason,
  (SELECT json_group_array(value) FROM (SELECT value FROM json_each(json_array(coalesce(before_position, first_position), after_position))
     WHERE value IS NOT NULL ORDER BY value)) AS evidence
FROM paired AS p
UNION ALL
SELECT s.code, s.scale, s.contrast, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, s.n, s.total / 1000.0, s.squares / 1000000.0,
  iif(s.n > 1, sqrt(1.0 * (s.n * s.squares - s.total * s.total) / (s.n * (s.n - 1))) / 1000, NULL),
  iif(s.n > 0, s.b / 1000.0 / s.n, NULL), iif(s.n > 1, sqrt(1.0 * (s.n * s.bb - s.b * s.b) / (s.n * (s.n - 1))) / 1000, NULL),
  iif(s.n > 0, s.a / 1000.0 / s.n, NULL), iif(s.n > 1, sqrt(1.0 * (s.n * s.aa - s.a * s.a) / (s.n * (s.n - 1))) / 1000, NULL),
  f.name, CASE f.place WHEN 1 THEN s.total / 1000.0 / nullif(s.n, 0) WHEN 2 THEN 1.0 * (s.people - s.n) / s.people
    WHEN 3 THEN 1.0 * s.up / nullif(s.banded, 0) ELSE 1.0 * s.down / nullif(s.banded, 0) END,
  iif(f.place = 1, 'points', 'share'), CASE f.place WHEN 2 THEN s.people - s.n WHEN 3 THEN s.up WHEN 4 THEN s.down END,
  CASE f.place WHEN 2 THEN s.people WHEN 3 THEN s.banded WHEN 4 THEN s.banded END, s.n, s.people,
  CASE WHEN f.place = 1 AND s.n = 0 THEN 'no pair of scores' WHEN f.place > 2 AND s.banded = 0 THEN 'no pair with bands' END, NULL
FROM sums AS s JOIN figures AS f
ORDER BY code, scale, contrast, figure, case_id, subject, respondent;
