INSERT INTO person
SELECT case_id, data->>'$.person', position, data->>'$.role', data->>'$.name',
  data->>'$.relationship', data->>'$.born', data->>'$.ageYears', data->>'$.inHousehold',
  data->>'$.isFilmed', occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'person-added';

INSERT INTO household_entry
SELECT case_id, data->>'$.person', position, iif(type = 'person-added', 'added', data->>'$.change'),
  -- The child is at home unless said otherwise; of others silence says nothing.
  CASE WHEN type = 'household-changed' THEN data->>'$.change' = 'joined'
    WHEN data->>'$.inHousehold' IS NOT NULL THEN data->>'$.inHousehold'
    WHEN data->>'$.role' = 'child' THEN 1 END,
  occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type IN ('person-added', 'household-changed');

INSERT INTO nhs_number
SELECT case_id, data->>'$.person', position, data->>'$.nhsNumber', data->>'$.validFrom',
  data->>'$.replaces', occurred_to, recorded_at
FROM event
WHERE type IN ('person-added', 'nhs-number-recorded') AND data->>'$.nhsNumber' IS NOT NULL;

INSERT INTO responsibility_entry
SELECT case_id, data->>'$.child', data->>'$.holder', position, data->>'$.holds', data->>'$.basis',
  data->>'$.until', occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'parental-responsibility-recorded';

INSERT INTO other_care
SELECT case_id, data->>'$.person', position, data->>'$.agency', data->>'$.provider',
  occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'concurrent-treatment-noted';

INSERT INTO family_attendance
SELECT case_id, position, data->>'$.person', data->>'$.outcome', data->>'$.session',
  data->>'$.booked', occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'attendance-recorded';

INSERT INTO family_contact
SELECT case_id, position, data->>'$.person', data->>'$.how', data->>'$.outcome', "by",
  occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'contact-attempted';

-- Of a correction only what it corrects counts, and that stands in the entry itself.
INSERT INTO mention
SELECT DISTINCT case_id, s.value, position, occurred_from, occurred_to
FROM event AS e, json_each(subjects) AS s
WHERE kind = 'entry' AND e.type IS NOT NULL AND e.type NOT IN ('entry-amended', 'entry-marked-in-error');
