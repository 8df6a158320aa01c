-- rules-at: Which numbers held at a time, and where does each come from?
-- reads: settings
SELECT name, value, version, source, from_at, until_at
FROM rule
WHERE from_at <= :as_of
AND (until_at IS NULL OR :as_of < until_at)
ORDER BY name;
