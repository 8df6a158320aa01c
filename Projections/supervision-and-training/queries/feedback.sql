-- feedback: What was named as strength and as working point, whose, and by whom?
-- reads: supervision-and-training
-- Strengths come from feedback in supervision and from strengths named anywhere; those of family members have a person.
SELECT case_id, position, kind, staff, person, named_by, supervision, words, from_at, to_at, precision
FROM (
  SELECT b.case_id, b.position, b.feedback AS kind,
    (SELECT min(s.supervisee) FROM supervision AS s
     WHERE s.case_id = b.case_id AND s.supervision = b.supervision) AS staff,
    NULL AS person, b.named_by, b.supervision, b.words, b.from_at, b.to_at, b.precision
  FROM supervision_feedback AS b
  UNION ALL
  SELECT n.case_id, n.position, 'strength', n.staff, n.person, n.named_by, n.supervision, n.strength,
    n.from_at, n.to_at, n.precision
  FROM strength AS n
)
WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  AND to_at <= :as_of
  AND (:from IS NULL OR to_at >= :from)
  AND (:to IS NULL OR to_at < :to)
ORDER BY to_at, position;
