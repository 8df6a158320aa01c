-- SG27: Are amendments honest?
-- severity: high
-- reads: record-quality
-- types: entry-amended, entry-marked-in-error
-- why: Changes to a record are clearly marked, say why, and leave what was written first readable. A change that nobody
--   can explain looks like one that hides something, and a correction without its original cannot be judged at all.
-- Three findings: .../reason, a correction whose reason is blank; .../original, a correction of an entry that can no
-- longer be read, though erasing takes an entry's corrections with it; .../target, a correction of no entry of the case.
-- Vigil's commands bring about only the first; the others show a store that was imported from elsewhere or restored in
-- parts. Whether history was altered is not asked here: the hash chain answers it, `vigil verify`.
SELECT t.position || '/reason' AS key, t.case_id, 'high' AS severity,
  (SELECT json_group_array(position) FROM (SELECT t.position UNION SELECT k.position FROM corrected_entry AS k
    WHERE k.case_id = t.case_id AND k.correction = t.position ORDER BY 1)) AS evidence,
  t.to_at AS since, NULL AS due, 'certain' AS sure, NULL AS rule,
  iif(t.kind = 'amended', 'a reason for the amendment', 'a reason for the mark in error') AS expected, 'none is given' AS found,
  t.to_at AS starts
FROM correction AS t
WHERE t.case_id = :case
  AND t.to_at <= :as_of
  AND NOT t.has_reason
UNION ALL
SELECT t.position || '/original', t.case_id, 'high', json_array(min(o.position, t.position), max(o.position, t.position)),
  t.to_at, NULL, 'certain', NULL, 'that the entry at position ' || o.position || ' can be read as it was written first',
  'it is ' || o.standing, t.to_at
FROM correction AS t
JOIN corrected_entry AS k ON k.case_id = t.case_id AND k.correction = t.position
JOIN entry_quality AS o ON o.case_id = k.case_id AND o.position = k.position AND o.standing NOT IN ('current', 'amended', 'in-error') AND t.to_at <= :as_of
WHERE t.case_id = :case
UNION ALL
SELECT t.position || '/target', t.case_id, 'high', json_array(t.position), t.to_at, NULL, 'certain', NULL,
  'a correction of an entry of this case', 'the entry that it names is not there', t.to_at
FROM correction AS t
LEFT JOIN corrected_entry AS k ON k.case_id = t.case_id AND k.correction = t.position
WHERE t.case_id = :case AND k.position IS NULL AND t.to_at <= :as_of;
