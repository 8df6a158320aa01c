-- child-seen-in-cycles: How often was each child seen in each cycle that is complete: in person, and in clips?
-- reads: clip-library
SELECT c.case_id, c.cycle, k.child, c.to_at AS completed_at,
  (SELECT count(*) FROM child_seen AS s
   WHERE s.case_id = c.case_id AND s.child = k.child AND s.to_at >= coalesce(o.from_at, '') AND coalesce(s.from_at, s.to_at) <= c.to_at) AS in_person,
  (SELECT count(*) FROM child_in_clip AS s
   WHERE s.case_id = c.case_id AND s.child = k.child AND s.cycle = c.cycle AND s.to_at <= :as_of) AS in_clips
FROM clip_cycle AS c
JOIN case_child AS k ON k.case_id = c.case_id AND k.to_at <= c.to_at
LEFT JOIN clip_cycle AS o ON o.case_id = c.case_id AND o.cycle = c.cycle AND o.act = 'opened'
WHERE c.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  AND c.act = 'completed'
  AND c.to_at <= :as_of
ORDER BY c.case_id, c.to_at, c.cycle, k.child;
