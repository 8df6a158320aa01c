-- open-risks: Which risks are open at a time, how high, and what answers them?
-- reads: risk-and-actions
-- By when things happened: the level is that of the last judgement that had happened by then. open is 'perhaps' for a
-- risk that may have been closed already. The view open_risk has the level as last written, and no time.
SELECT n.case_id, n.risk, l.level, n.position AS noted, n.to_at AS noted_at, l.position AS judged, l.to_at AS judged_at,
  l.act = 'noted' AS never_reviewed, l.review_on,
  iif(EXISTS (SELECT 1 FROM risk_entry AS c WHERE c.case_id = n.case_id AND c.risk = n.risk AND c.act = 'closed' AND c.position > n.position
    AND coalesce(c.from_at, '') <= :as_of), 'perhaps', 'yes') AS open,
  (SELECT group_concat(person, ', ') FROM (SELECT DISTINCT p.person FROM risk_person AS p
    WHERE p.case_id = n.case_id AND p.risk = n.risk ORDER BY 1)) AS concerning,
  (SELECT group_concat(flag, ', ') FROM (SELECT DISTINCT f.flag FROM red_flag AS f
    WHERE f.case_id = n.case_id AND f.risk = n.risk AND f.position = l.position ORDER BY 1)) AS red_flags,
  (SELECT count(DISTINCT a.action) FROM action_answers AS a
    WHERE a.case_id = n.case_id AND a.thing = 'risk' AND a.label = n.risk AND a.to_at <= :as_of) AS actions,
  coalesce(l.description, n.description) AS description
FROM risk_entry AS n
JOIN risk_entry AS l ON l.case_id = n.case_id AND l.risk = n.risk
WHERE n.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  AND n.act = 'noted' AND n.to_at <= :as_of
  AND l.act IN ('noted', 'reviewed') AND l.to_at <= :as_of
  AND NOT EXISTS (SELECT 1 FROM risk_entry AS c WHERE c.case_id = n.case_id AND c.risk = n.risk
    AND c.act = 'closed' AND c.position > n.position AND c.to_at <= :as_of)
  AND NOT EXISTS (SELECT 1 FROM risk_entry AS b WHERE b.case_id = n.case_id AND b.risk = n.risk
    AND b.act IN ('noted', 'reviewed') AND b.to_at <= :as_of AND (b.to_at, b.position) > (l.to_at, l.position))
  AND NOT EXISTS (SELECT 1 FROM risk_entry AS b WHERE b.case_id = n.case_id AND b.risk = n.risk
    AND b.act = 'noted' AND b.to_at <= :as_of AND b.position > n.position)
  AND (:from IS NULL OR n.to_at >= :from)
  AND (:to IS NULL OR coalesce(n.from_at, n.to_at) < :to)
ORDER BY n.case_id, CASE l.level WHEN 'high' THEN 1 WHEN 'moderate' THEN 2 ELSE 3 END, n.position;
