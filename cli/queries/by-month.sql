-- What was done in each month: runs, groups, pictures trashed and brought back, failures.
SELECT substr(coalesce(ended_at, at), 1, 7) AS month, count(DISTINCT run) AS runs,
       count(DISTINCT "group") FILTER (WHERE action <> 'score-group') AS "groups",
       count(*) FILTER (WHERE action = 'trash-asset' AND status = 'done') AS trashed,
       count(*) FILTER (WHERE action IN ('untrash-asset', 'upload-original') AND status = 'done') AS back,
       count(*) FILTER (WHERE status IN ('failed', 'conflict')) AS failed,
       count(*) FILTER (WHERE status = 'in doubt') AS in_doubt
  FROM steps GROUP BY 1 ORDER BY 1
