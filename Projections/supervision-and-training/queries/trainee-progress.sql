-- trainee-progress: How far is each trainee: cycles, families, supervision, stage?
-- reads: supervision-and-training
-- Counts from the registration to :as_of, over all cases; a cycle counts once it is completed and they guided it.
-- Supervision about safeguarding is not part of the training's hours and is counted apart.
SELECT c.staff, c.supervisor, c.scheme, c.registered_at,
  (SELECT max(s.stage) FROM training_stage AS s WHERE s.staff = c.staff
     AND s.to_at >= c.registered_at AND s.to_at <= :as_of) AS stage,
  (SELECT count(*) FROM guided_cycle AS g WHERE g.staff = c.staff
     AND g.completed_at >= c.registered_at AND g.completed_at <= :as_of) AS completed_cycles,
  (SELECT count(DISTINCT g.case_id) FROM guided_cycle AS g WHERE g.staff = c.staff
     AND g.completed_at >= c.registered_at AND g.completed_at <= :as_of) AS families,
  (SELECT count(*) FROM supervision AS s WHERE s.supervisee = c.staff AND s.moment <> 'safeguarding'
     AND s.to_at >= c.registered_at AND s.to_at <= :as_of) AS supervisions,
  (SELECT sum(s.duration_ms) FROM supervision AS s WHERE s.supervisee = c.staff AND s.moment <> 'safeguarding'
     AND s.to_at >= c.registered_at AND s.to_at <= :as_of) AS supervised_ms,
  (SELECT count(*) FROM supervision AS s WHERE s.supervisee = c.staff AND s.moment <> 'safeguarding'
     AND s.duration_ms IS NULL AND s.to_at >= c.registered_at AND s.to_at <= :as_of) AS supervisions_of_unknown_length,
  (SELECT count(*) FROM supervision AS s WHERE s.supervisee = c.staff AND s.moment = 'safeguarding'
     AND s.to_at >= c.registered_at AND s.to_at <= :as_of) AS safeguarding_supervisions
FROM training_course AS c
WHERE c.registered_at <= :as_of
  AND (c.next_at IS NULL OR c.next_at > :as_of)
ORDER BY c.staff, c.position;
