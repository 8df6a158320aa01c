-- supervision-log: Which supervisions were held, on what, and what was named in them?
-- reads: supervision-and-training
-- One row per supervision that had happened by :as_of; films are those named and those shown in it.
SELECT s.case_id, s.position, s.supervision, s.moment, s.cycle, s.review, s.supervisor, s.supervisee, s.duration_ms,
  (SELECT group_concat(film, ', ') OVER (ORDER BY film ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
   FROM (SELECT DISTINCT f.film FROM supervised_film AS f
     WHERE f.case_id = s.case_id AND f.supervision = s.supervision AND f.to_at <= :as_of) ORDER BY film LIMIT 1) AS films,
  (SELECT count(*) FROM supervision_feedback AS b WHERE b.case_id = s.case_id AND b.supervision = s.supervision
     AND b.feedback = 'strength' AND b.to_at <= :as_of) AS strengths,
  (SELECT count(*) FROM supervision_feedback AS b WHERE b.case_id = s.case_id AND b.supervision = s.supervision
     AND b.feedback = 'working-point' AND b.to_at <= :as_of) AS working_points,
  s.risks, s.from_at, s.to_at, s.precision
FROM supervision AS s
WHERE s.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  AND s.to_at <= :as_of
  AND (:from IS NULL OR s.to_at >= :from)
  AND (:to IS NULL OR s.to_at < :to)
ORDER BY s.to_at, s.position;
