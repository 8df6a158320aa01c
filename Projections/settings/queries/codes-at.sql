-- codes-at: Which codes were in force at a time?
-- reads: settings
SELECT codebook, n, code, meaning, grp, version, source
FROM code
WHERE from_at <= :as_of
AND (until_at IS NULL OR :as_of < until_at)
ORDER BY codebook, n;
