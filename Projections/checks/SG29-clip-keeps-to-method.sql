-- SG29: Does the clip keep to method?
-- severity: moderate
-- reads: clip-library
-- types: clip-chosen, clip-shown, supervision-held, supervision-feedback-given
-- adding: clip-chosen
-- naming: supervision-held
-- begins with: clip-chosen
-- why: The method chooses moments that went well, exceptions to the usual pattern, each with the principles to be seen and
--   the goal or question it speaks to. What the supervisor would work on is settled before the family sees it.
WITH fault AS (
  SELECT c.case_id, c.clip, c.position, 'principle' AS what, 'low' AS severity, c.to_at AS since, 'certain' AS sure, NULL AS feedback, NULL AS played,
    'a principle to be seen in ' || c.clip AS expected, 'none is named' AS found, c.to_at AS starts
  FROM clip AS c
  WHERE NOT EXISTS (SELECT 1 FROM clip_principle AS p WHERE p.case_id = c.case_id AND p.clip = c.clip AND p.position = c.position)
  UNION ALL
  SELECT c.case_id, c.clip, c.position, 'goal', 'low', c.to_at, 'certain', NULL, NULL,
    'a goal or helping question that ' || c.clip || ' speaks to', 'none is named', c.to_at
  FROM clip AS c
  WHERE NOT EXISTS (SELECT 1 FROM clip_link AS l WHERE l.case_id = c.case_id AND l.clip = c.clip AND l.position = c.position)
  UNION ALL
  SELECT c.case_id, c.clip, c.position, 'exception', 'low', c.to_at, 'certain', NULL, NULL,
    c.clip || ' an exception to the usual pattern', 'not marked as one', c.to_at
  FROM clip AS c
  WHERE NOT c.is_exception
  UNION ALL
  SELECT c.case_id, c.clip, c.position, 'failed', 'moderate', c.to_at, 'certain', NULL, NULL,
    c.clip || ' a moment that went well', 'marked as a moment that went wrong', c.to_at
  FROM clip AS c
  WHERE c.is_failed_moment
  UNION ALL
  -- The first time that it was played after the supervisor's word.
  SELECT c.case_id, c.clip, c.position, 'feedback/' || f.position, 'low', p.to_at, iif(f.to_at <= coalesce(p.from_at, ''), 'certain', 'possible'), f.position, p.position,
    'another choice, or ' || c.clip || ' chosen anew, after the supervisor''s working point', 'shown as it was', f.to_at
  FROM clip AS c JOIN clip_feedback AS f ON f.case_id = c.case_id AND f.clip = c.clip
  JOIN clip_supervision AS s ON s.case_id = c.case_id AND s.supervision = f.supervision
  JOIN clip_play AS p ON p.case_id = c.case_id AND p.clip = c.clip
  WHERE c.case_id = :case
    AND f.feedback = 'working-point'
    AND f.named_by = 'supervisor'
    AND s.moment = 'before-review'
    AND p.position = (SELECT x.position FROM clip_play AS x WHERE x.case_id = :case AND x.clip = c.clip AND x.to_at > f.to_at ORDER BY x.to_at, x.position LIMIT 1)
)
SELECT t.position || '/' || t.what AS key, t.case_id, t.severity,
  (SELECT json_group_array(value) FROM (SELECT value FROM json_each(json_array(t.position, t.feedback, t.played)) WHERE value IS NOT NULL ORDER BY value)) AS evidence,
  t.since, NULL AS due, t.sure, NULL AS rule, t.expected, t.found, t.starts
FROM fault AS t
WHERE t.case_id = :case
  AND t.since <= :as_of;
