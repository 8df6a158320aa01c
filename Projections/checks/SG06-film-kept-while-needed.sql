-- SG06: Was film lost while needed?
-- severity: high
-- reads: film-register
-- types: film-destroyed, film-lost, retention-hold-placed, retention-hold-released, subject-access-requested, subject-access-answered, disclosure-recorded, safeguarding-decision-recorded, social-care-referral-made, referral-outcome-received
-- begins with: film-destroyed, film-lost
-- why: What a hold covers, what somebody has asked to see and what a safeguarding matter may turn on must not be
--   destroyed before that is over. A film that is lost meanwhile is missed just as much.
SELECT t.position || '/' || k.position AS key, t.case_id, 'high' AS severity,
  json_array(min(k.position, t.position), max(k.position, t.position)) AS evidence,
  t.to_at AS since, NULL AS due,
  iif(k.to_at <= coalesce(t.from_at, '') AND (k.end_at IS NULL OR coalesce(k.end_from_at, '') > t.to_at), 'certain', 'possible') AS sure,
  NULL AS rule,
  t.film || ' kept while ' || CASE k.ground WHEN 'hold' THEN 'a hold stands' WHEN 'request' THEN 'a request for access is open'
    WHEN 'disclosure' THEN k.ref || ' is not decided on' ELSE k.ref || ' is not answered' END AS expected,
  t.act AS found, t.to_at AS starts
FROM film_step AS t JOIN film_kept AS k ON k.case_id = t.case_id
WHERE t.case_id = :case
  AND t.act IN ('destroyed', 'lost')
  AND t.to_at <= :as_of
  AND (k.film IS NULL OR k.film = t.film)
  AND k.to_at <= :as_of
  AND coalesce(k.from_at, '') <= t.to_at
  AND (k.end_at IS NULL OR k.end_at > coalesce(t.from_at, ''));
