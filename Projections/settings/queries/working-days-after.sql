-- working-days-after: When do one to five working days after a moment end, here?
-- reads: settings
SELECT d.wd - s.wd AS working_days, d.date AS last_day, d.ends_at
FROM here JOIN day AS s ON s.nation = here.nation AND s.date BETWEEN substr(:as_of, 1, 10) AND date(:as_of, '+1 day') AND s.starts_at <= :as_of AND :as_of < s.ends_at
JOIN day AS d ON d.nation = s.nation AND d.working = 1 AND d.wd BETWEEN s.wd + 1 AND s.wd + 5
ORDER BY d.wd;
