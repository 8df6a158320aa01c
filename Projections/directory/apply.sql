INSERT INTO case_reference
SELECT case_id, position, data->>'$.reference', occurred_to
FROM event WHERE type = 'case-opened';

INSERT INTO case_standing
SELECT case_id, position, iif(type = 'case-closed', 'closed', 'open'), occurred_to
FROM event WHERE type IN ('case-closed', 'case-reopened');

INSERT INTO staff
SELECT data->>'$.staff', position, data->>'$.name', data->>'$.post'
FROM event WHERE type = 'staff-added';

INSERT INTO role
SELECT position, data->>'$.staff', data->>'$.role', iif(type = 'role-assigned', 'assigned', 'ended'),
  data->>'$.from', data->>'$.until'
FROM event WHERE type IN ('role-assigned', 'role-ended');

INSERT INTO codebook
SELECT position, data->>'$.name', data->>'$.version', data->>'$.source', data->'$.codes'
FROM event WHERE type = 'codebook-adopted';
