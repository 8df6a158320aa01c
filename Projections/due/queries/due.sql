-- due: What is to be done, by whom, by when, and what is overdue?
-- reads: due, caseload, settings
-- also: :staff, a pseudonym, or null for everybody
-- What was open at :as_of, in order of due date; :from and :to narrow the due date. due is the first moment at which it
-- is too late, null where nobody set a day. What belongs to nobody is the guider's. Overdue things stay until done.
WITH stands AS (
  SELECT o.case_id, o.reference,
    (SELECT e.to_at FROM due_closing AS e WHERE e.case_id = o.case_id AND e.to_at <= :as_of AND e.step = 'closed'
      AND NOT EXISTS (SELECT 1 FROM due_closing AS n WHERE n.case_id = e.case_id AND n.to_at <= :as_of
        AND (n.to_at, n.position) > (e.to_at, e.position))) AS closed_at,
    coalesce((SELECT g.staff FROM guider_step AS g
        WHERE g.case_id = o.case_id AND g.step = 'assigned' AND g.to_at <= :as_of
          AND NOT EXISTS (SELECT 1 FROM here JOIN day AS d ON d.nation = here.nation AND d.date = g.until_day
            WHERE d.ends_at <= :as_of)
          AND NOT EXISTS (SELECT 1 FROM guider_step AS e
            WHERE e.case_id = g.case_id AND e.staff = g.staff AND e.step = 'ended' AND e.to_at <= :as_of
              AND (e.to_at, e.position) > (g.to_at, g.position))
        ORDER BY g.to_at DESC, g.position DESC LIMIT 1),
      (SELECT c.staff FROM cycle_step AS c WHERE c.case_id = o.case_id AND c.step = 'opened' AND c.to_at <= :as_of
        ORDER BY c.to_at DESC, c.position DESC LIMIT 1)) AS guider
  FROM case_step AS o
  WHERE o.step = 'opened' AND o.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
),
promised (case_id, item, label, who, due_on, due, evidence) AS (
  -- Open actions, with the owner and the day that were said last.
  SELECT a.case_id, 'action', a.action,
    (SELECT o.owner FROM due_action AS o WHERE o.case_id = a.case_id AND o.action = a.action AND o.owner IS NOT NULL
      AND o.to_at <= :as_of ORDER BY o.to_at DESC, o.position DESC LIMIT 1),
    (SELECT o.due_on FROM due_action AS o WHERE o.case_id = a.case_id AND o.action = a.action AND o.due_on IS NOT NULL
      AND o.to_at <= :as_of ORDER BY o.to_at DESC, o.position DESC LIMIT 1),
    NULL, a.position
  FROM due_action AS a
  WHERE a.step = 'assigned' AND a.to_at <= :as_of AND NOT EXISTS (SELECT 1 FROM due_action AS e
    WHERE e.case_id = a.case_id AND e.action = a.action AND e.step IN ('completed', 'cancelled') AND e.to_at <= :as_of)
  UNION ALL
  -- The last review, if nobody has supervised since.
  SELECT r.case_id, 'supervision', r.review, r.staff, NULL,
    strftime('%Y-%m-%dT%H:%M:%fZ', r.to_at, '+' || n.value || ' days'), r.position
  FROM due_supervision AS r
  JOIN rule AS n ON n.name = 'SG19.supervisionDays' AND n.from_at <= r.to_at AND (n.until_at IS NULL OR r.to_at < n.until_at)
  WHERE r.step = 'reviewed' AND r.to_at <= :as_of
    AND NOT EXISTS (SELECT 1 FROM due_supervision AS l WHERE l.case_id = r.case_id AND l.step = 'reviewed'
      AND l.to_at <= :as_of AND (l.to_at, l.position) > (r.to_at, r.position))
    AND NOT EXISTS (SELECT 1 FROM due_supervision AS s WHERE s.case_id = r.case_id AND s.step = 'supervised'
      AND s.moment IN ('after-review', 'other') AND s.to_at <= :as_of AND (s.review = r.review
        OR s.review IS NULL AND s.moment = 'after-review' AND s.to_at >= coalesce(r.from_at, r.to_at)))
  UNION ALL
  -- Consents with an end, the giver's last word; one that has ended stays until it is renewed, refused or withdrawn.
  SELECT c.case_id, 'consent to renew', c.scope || ' for ' || c.person || ' by ' || c.giver, NULL,
    iif(length(c.until) = 10, c.until, NULL),
    CASE
      WHEN length(c.until) = 7 THEN (SELECT max(d.ends_at) FROM here JOIN day AS d ON d.nation = here.nation
        AND d.date BETWEEN c.until || '-01' AND c.until || '-31')
      WHEN length(c.until) > 10 THEN strftime('%Y-%m-%dT%H:%M:%fZ', substr(c.until, instr(c.until, '/') + 1))
    END, c.position
  FROM due_consent AS c JOIN stands AS k ON k.case_id = c.case_id AND k.closed_at IS NULL
  WHERE c.step IN ('given', 'varied') AND c.until <> 'unknown' AND c.to_at <= :as_of
    AND NOT EXISTS (SELECT 1 FROM due_consent AS l WHERE l.case_id = c.case_id AND l.scope = c.scope AND l.person = c.person
      AND l.giver = c.giver AND l.film IS c.film AND l.to_at <= :as_of AND (l.to_at, l.position) > (c.to_at, c.position))
  UNION ALL
  -- Films that remain after closing, unless a hold forbids destroying them. A month that is too short ends on its last day.
  SELECT f.case_id, 'film to destroy', f.film, NULL,
    min(date(s.date, '+' || n.value || ' months'), date(s.date, 'start of month', '+' || (n.value + 1) || ' months', '-1 day')),
    NULL, f.position
  FROM due_film AS f JOIN stands AS k ON k.case_id = f.case_id AND k.closed_at IS NOT NULL
  JOIN rule AS n ON n.name = 'SG05.months' AND n.from_at <= k.closed_at AND (n.until_at IS NULL OR k.closed_at < n.until_at)
  LEFT JOIN here ON 1
  LEFT JOIN day AS s ON s.nation = here.nation AND s.date BETWEEN substr(k.closed_at, 1, 10) AND date(k.closed_at, '+1 day') AND s.starts_at <= k.closed_at AND k.closed_at < s.ends_at
  WHERE f.step = 'taken' AND f.to_at <= :as_of
    AND NOT EXISTS (SELECT 1 FROM due_film AS g WHERE g.case_id = f.case_id AND g.film = f.film
      AND g.step IN ('destroyed', 'lost') AND g.to_at <= :as_of)
    AND NOT EXISTS (SELECT 1 FROM due_hold AS h WHERE h.case_id = f.case_id AND h.step = 'placed' AND h.to_at <= :as_of
      AND coalesce(h.film, f.film) = f.film AND NOT EXISTS (SELECT 1 FROM due_hold AS e
        WHERE e.case_id = h.case_id AND e.label = h.label AND e.step = 'released' AND e.to_at <= :as_of))
  UNION ALL
  -- Films of somebody who withdrew consent to being filmed and has not given it again.
  SELECT f.case_id, 'film to destroy', f.film, NULL, NULL, min(d.ends_at), min(w.position)
  FROM due_film AS f
  JOIN due_consent AS w ON w.case_id = f.case_id AND w.step = 'withdrawn' AND w.to_at <= :as_of
    AND w.scope = iif(f.kind = 'interaction', 'film-interaction', 'film-shared-review') AND coalesce(w.film, f.film) = f.film
  JOIN json_each(f.people) AS p ON p.value = w.person
  JOIN stands AS k ON k.case_id = f.case_id AND k.closed_at IS NULL
  JOIN rule AS n ON n.name = 'SG04.workingDays' AND n.from_at <= w.to_at AND (n.until_at IS NULL OR w.to_at < n.until_at)
  LEFT JOIN here ON 1
  LEFT JOIN day AS s ON s.nation = here.nation AND s.date BETWEEN substr(w.to_at, 1, 10) AND date(w.to_at, '+1 day') AND s.starts_at <= w.to_at AND w.to_at < s.ends_at
  LEFT JOIN day AS d ON d.nation = s.nation AND d.working = 1 AND d.wd = s.wd + n.value
  WHERE f.step = 'taken' AND f.to_at <= w.to_at
    AND NOT EXISTS (SELECT 1 FROM due_film AS g WHERE g.case_id = f.case_id AND g.film = f.film
      AND g.step IN ('destroyed', 'lost') AND g.to_at <= :as_of)
    AND NOT EXISTS (SELECT 1 FROM due_hold AS h WHERE h.case_id = f.case_id AND h.step = 'placed' AND h.to_at <= :as_of
      AND coalesce(h.film, f.film) = f.film AND NOT EXISTS (SELECT 1 FROM due_hold AS e
        WHERE e.case_id = h.case_id AND e.label = h.label AND e.step = 'released' AND e.to_at <= :as_of))
    AND NOT EXISTS (SELECT 1 FROM due_consent AS l WHERE l.case_id = w.case_id AND l.scope = w.scope AND l.person = w.person
      AND l.giver = w.giver AND l.step IN ('given', 'varied') AND coalesce(l.film, f.film) = f.film AND l.to_at <= :as_of
      AND (l.to_at, l.position) > (w.to_at, w.position))
  GROUP BY f.case_id, f.film
  UNION ALL
  -- The pause that lasts, with or without a day to look at it again.
  SELECT p.case_id, 'pause to look at again', p.pause, NULL, p.review_on, NULL, p.position
  FROM due_pause AS p JOIN stands AS k ON k.case_id = p.case_id AND k.closed_at IS NULL
  WHERE p.step = 'paused' AND p.to_at <= :as_of AND NOT EXISTS (SELECT 1 FROM due_pause AS n
    WHERE n.case_id = p.case_id AND n.to_at <= :as_of AND (n.to_at, n.position) > (p.to_at, p.position)
      AND (n.step = 'paused' OR coalesce(n.pause, p.pause) IS p.pause))
  UNION ALL
  -- A report goes in so many working days before the meeting.
  SELECT m.case_id, 'report for ' || m.kind, m.meeting_on, NULL, NULL, max(d.ends_at), min(m.position)
  FROM due_meeting AS m
  JOIN rule AS n ON n.name = 'SG16.reportWorkingDays' AND n.from_at <= m.to_at AND (n.until_at IS NULL OR m.to_at < n.until_at)
  LEFT JOIN here ON 1
  LEFT JOIN day AS s ON s.nation = here.nation AND s.date = m.meeting_on
  LEFT JOIN day AS d ON d.nation = s.nation AND d.working = 1 AND d.wd = s.wd - s.working + 1 - n.value
  WHERE m.step = 'noted' AND m.kind <> 'core-group' AND m.meeting_on IS NOT NULL AND m.to_at <= :as_of
    AND coalesce(s.ends_at, '~') > :as_of
    AND NOT EXISTS (SELECT 1 FROM due_meeting AS r WHERE r.case_id = m.case_id AND r.step = 'reported'
      AND r.meeting_on = m.meeting_on AND r.to_at <= :as_of)
  GROUP BY m.case_id, m.kind, m.meeting_on
  UNION ALL
  SELECT a.case_id, a.matter || iif(a.matter = 'request for access', ' to answer', ' to look at again'),
    iif(a.matter = 'hold', NULL, a.label), a.staff, a.due_on, NULL, a.position
  FROM due_again AS a
  WHERE a.due_on IS NOT NULL AND a.to_at <= :as_of AND NOT EXISTS (SELECT 1 FROM due_again AS n
    WHERE n.case_id = a.case_id AND n.matter = a.matter AND n.label = a.label AND n.to_at <= :as_of
      AND (n.to_at, n.position) > (a.to_at, a.position))
),
dated AS (
  SELECT p.case_id, k.reference, p.item, p.label, coalesce(p.who, k.guider) AS who, coalesce(d.ends_at, p.due) AS due, p.evidence
  FROM promised AS p JOIN stands AS k ON k.case_id = p.case_id
  LEFT JOIN here ON 1
  LEFT JOIN day AS d ON d.nation = here.nation AND d.date = p.due_on
)
SELECT case_id, reference, item, label, who, due, coalesce(due <= :as_of, 0) AS overdue, json_array(evidence) AS evidence
FROM dated
WHERE (:staff IS NULL OR who = :staff)
  AND (:from IS NULL OR due >= :from)
  AND (:to IS NULL OR due < :to)
ORDER BY due IS NULL, due, reference, case_id, item, label, evidence;
