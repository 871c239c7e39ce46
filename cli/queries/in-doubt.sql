-- What was promised and never seen to end: `winnow resume` finds out and finishes.
WITH names AS (
    SELECT e."group", json_extract(m.value, '$.asset') AS asset, json_extract(m.value, '$.name') AS name,
           max(e.seq)
      FROM entries e, json_each(e.body, '$.seen.plan.members') m
     WHERE e.kind = 'outcome' AND e."group" IN (SELECT "group" FROM in_doubt)
     GROUP BY 1, 2
)
SELECT d.at, d.run, d.action, coalesce(n.name, d.subject) AS picture, d.subject AS asset, d."group"
  FROM in_doubt d
  LEFT JOIN names n ON n."group" = d."group" AND n.asset = d.subject
 ORDER BY d.seq
