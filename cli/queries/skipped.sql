-- What was planned and not done: skipped, refused, failed or left alone, and why; newest first.
WITH names AS (
    SELECT e."group", json_extract(m.value, '$.asset') AS asset, json_extract(m.value, '$.name') AS name,
           max(e.seq)
      FROM entries e, json_each(e.body, '$.seen.plan.members') m
     WHERE e.kind = 'outcome'
     GROUP BY 1, 2
)
SELECT w.at, w.status, w.what, coalesce(n.name, w.subject) AS picture, w.why, w.run
  FROM (SELECT ended_seq AS seq, ended_at AS at, status, action AS what, subject, "group", detail AS why, ended_run AS run
          FROM steps WHERE status NOT IN ('done', 'in doubt')
        UNION ALL
        SELECT seq, at, topic, 'group', subject, "group",
               coalesce(json_extract(facts.body, '$.text'),
                        (SELECT group_concat(value, '; ') FROM json_each(facts.body, '$.reasons'))), run
          FROM facts WHERE topic IN ('left-alone', 'not-taken-back', 'left')) w
  LEFT JOIN names n ON n."group" = w."group" AND n.asset = w.subject
 ORDER BY w.seq DESC
