-- Who looked at a case is not part of its story: access events stay out.
-- The words: an utterance is most of every log and has one text, taken directly; a correction has its reason,
-- since the new text stands in the entry it corrects; of anything else every text counts except what only
-- names people and things. A field that a later catalogue adds is therefore found without a change here.
-- The order of the lines is stated (a subquery over json_tree, never over event).
INSERT INTO timeline
SELECT case_id, position, kind, type, standing, occurred_from, occurred_to, precision, recorded_at, "by", role,
  on_behalf_of, confidentiality, subjects, source, late_reason, corrected_by,
  CASE
    WHEN type = 'utterance-recorded' THEN data->>'$.words'
    WHEN type IN ('entry-amended', 'entry-marked-in-error') THEN data->>'$.reason'
    WHEN type IS NOT NULL THEN (
      SELECT group_concat(j.value, char(10)) OVER (ORDER BY j.id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
      FROM json_tree(event.data) AS j
      WHERE j.type = 'text'
        AND iif(typeof(j.key) = 'integer', substr(j.path, 3), j.key) NOT IN (
          'person', 'people', 'concerning', 'child', 'holder', 'infant', 'giver', 'discloser', 'abuser', 'subject',
          'respondent', 'reporter', 'ratedBy', 'agreedWith', 'formedWith', 'madeWith', 'childrenConsidered',
          'staff', 'guider', 'acceptedBy', 'decidedBy', 'supervisor', 'supervisee', 'viewers', 'lead', 'owner',
          'completedBy', 'agreedBy', 'confirmedBy', 'rejectedBy', 'placedBy', 'reviewedBy', 'releasedBy',
          'assessedBy', 'answeredBy', 'rater', 'with', 'session', 'cycle', 'film', 'clip', 'review', 'goal', 'goals',
          'questions', 'theme', 'measure', 'supervision', 'concern', 'risk', 'risks', 'disclosure', 'decision',
          'action', 'referral', 'pause', 'consent', 'hold', 'request', 'target', 'sha256')
      ORDER BY j.id LIMIT 1)
  END
FROM event WHERE case_id IS NOT NULL AND kind <> 'access';
