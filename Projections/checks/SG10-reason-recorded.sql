-- SG10: Is the reason for each decision recorded?
-- severity: moderate
-- reads: risk-and-actions
-- types: itself
-- why: Who reads a decision later has to see why it was taken and what else was weighed; guidance on chronologies
--   asks for the rationale at every decision point. It counts less for choices within the work.
SELECT CAST(t.position AS TEXT) AS key, t.case_id,
  iif(t.type IN ('safeguarding-decision-recorded', 'decision-not-to-share-recorded'), 'moderate', 'low') AS severity,
  json_array(t.position) AS evidence, t.to_at AS since, NULL AS due, 'certain' AS sure, NULL AS rule,
  'the reason for the decision, and what else was considered' AS expected,
  CASE WHEN t.has_rationale THEN 'no other option is recorded'
    WHEN t.options THEN 'no reason is recorded'
    ELSE 'neither is recorded' END AS found,
  t.to_at AS starts
FROM reasoning AS t
WHERE t.case_id = :case
  AND t.to_at <= :as_of
  AND NOT (t.has_rationale AND t.options);
