-- AN27: Programme reach
-- reads: people-and-contacts, shared-reviews, caseload, settings
-- per: service
-- shared: yes
-- method: Children under AN27.ageYears when their case was opened, whose carer (client, partner or other parent) was at one shared review or more, as a part of all such children of the cases opened in the range. A child of unknown age is counted in; covered and coverable say for how many children the age is known. Only children whom the service knows of can be eligible here.
-- example:
--   {"at":"2026-01-05T09:00:00Z","by":"s-guider","case":"C-1","type":"case-opened","data":{"reference":"C-1"}}
--   {"at":"2026-01-05T09:00:01Z","by":"s-guider","case":"C-2","type":"case-opened","data":{"reference":"C-2"}}
--   {"at":"2026-01-05T09:01:00Z","by":"s-guider","case":"C-1","type":"person-added","data":{"person":"mother","role":"client"}}
--   {"at":"2026-01-05T09:01:01Z","by":"s-guider","case":"C-1","type":"person-added","data":{"person":"infant","role":"child","born":"2025-10-01"}}
--   {"at":"2026-01-05T09:01:02Z","by":"s-guider","case":"C-1","type":"person-added","data":{"person":"person-3","role":"child","born":"2021-01-05"}}
--   {"at":"2026-01-05T09:02:00Z","by":"s-guider","case":"C-2","type":"person-added","data":{"person":"mother","role":"client"}}
--   {"at":"2026-01-05T09:02:01Z","by":"s-guider","case":"C-2","type":"person-added","data":{"person":"infant","role":"child"}}
--   {"at":"2026-02-05T09:00:00Z","by":"s-guider","case":"C-1","type":"shared-review-held","data":{"review":"review-1","people":["mother"]}}
-- gives: [
--   {"figure":"reached","value":0.5,"unit":"share","numerator":1,"denominator":2,"covered":2,"coverable":3}]
WITH begun AS (
  SELECT case_id, min(to_at) AS at FROM case_step
  WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND step = 'opened' AND to_at <= :as_of
  GROUP BY case_id HAVING (:from IS NULL OR min(to_at) >= :from) AND (:to IS NULL OR min(to_at) < :to)
),
-- Age by birthdays: the years between, less one while this year's birthday is to come.
children AS (
  SELECT b.case_id, p.person, coalesce(
      substr(b.at, 1, 4) - substr(p.born, 1, 4) - (substr(b.at, 6, 5) < substr(p.born, 6, 5)), p.age_years) AS age
  FROM begun AS b
  JOIN person AS p ON p.case_id = b.case_id AND p.role = 'child' AND p.to_at <= :as_of
),
eligible AS (
  SELECT c.*, EXISTS (
      SELECT 1 FROM shared_review AS r
      JOIN review_person AS v ON v.case_id = r.case_id AND v.review = r.review AND v.position = r.position AND v.is_staff = 0
      JOIN person AS a ON a.case_id = v.case_id AND a.person = v.person AND a.role IN ('client', 'partner', 'other-parent')
      WHERE r.case_id = c.case_id AND r.to_at <= :as_of) AS is_reached
  FROM children AS c
  WHERE c.age IS NULL OR c.age < (SELECT CAST(value AS INTEGER) FROM rule
    WHERE name = 'AN27.ageYears' AND from_at <= :as_of AND (until_at IS NULL OR :as_of < until_at))
)
SELECT 'reached' AS figure, 1.0 * sum(is_reached) / nullif(count(*), 0) AS value, 'share' AS unit,
  coalesce(sum(is_reached), 0) AS numerator, count(*) AS denominator,
  (SELECT count(age) FROM children) AS covered, (SELECT count(*) FROM children) AS coverable,
  iif(count(*) = 0, 'no child who could be reached is recorded', NULL) AS reason, NULL AS evidence
FROM eligible;
