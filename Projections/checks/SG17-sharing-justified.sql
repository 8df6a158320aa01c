-- SG17: Was sharing justified?
-- severity: high
-- reads: risk-and-actions
-- types: itself
-- why: The golden rules of information sharing: consent is not always needed, but a lawful basis, need and proportion
--   are, and the family is told unless that would raise the risk. Each has to be in the record, or why it is not.
WITH part AS (
  SELECT case_id, position, to_at,
    iif(trim(coalesce(recipient, '')) = '', ', the recipient', '')
    || iif(has_basis, '', ', the lawful basis')
    || iif(has_necessity, '', ', why it was needed')
    || iif(consent_sought IN ('given', 'refused') OR has_why_not_sought, '',
      iif(consent_sought IS NULL, ', whether consent was sought', ', why consent was not sought'))
    || iif(family_told IS 'yes' OR has_why_not_told, '',
      iif(family_told IS NULL, ', whether the family was told', ', why the family was not told')) AS missing
  FROM sharing WHERE case_id = :case
    AND act = 'shared'
)
SELECT CAST(t.position AS TEXT) AS key, t.case_id, 'high' AS severity, json_array(t.position) AS evidence,
  t.to_at AS since, NULL AS due, 'certain' AS sure, NULL AS rule,
  'recipient, lawful basis, need, consent and word to the family' AS expected,
  'not recorded: ' || substr(t.missing, 3) AS found, t.to_at AS starts
FROM part AS t
WHERE t.case_id = :case
  AND t.missing <> ''
  AND t.to_at <= :as_of;
