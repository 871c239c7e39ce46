-- What the winners were given: each field before and after, and the run that took it back.
WITH RECURSIVE names AS (
    SELECT e."group", json_extract(m.value, '$.asset') AS asset, json_extract(m.value, '$.name') AS name,
           max(e.seq)
      FROM entries e, json_each(e.body, '$.seen.plan.members') m
     WHERE e.kind = 'outcome'
     GROUP BY 1, 2
), chain AS (
    -- A step, what took it back, what took that back, and so on: the newest of them says what stands.
    SELECT intent AS root, intent, "group", 0 AS depth, ended_seq AS seq, ended_run AS run
      FROM steps WHERE status = 'done' AND compensates IS NULL
       AND action NOT IN ('score-group', 'download-original', 'trash-asset', 'stack-assets', 'join-group')
    UNION ALL
    SELECT c.root, u.intent, u."group", c.depth + 1, u.ended_seq, u.ended_run
      FROM chain c JOIN takes_back u ON u."group" = c."group" AND u.taken = c.intent AND u.seq > c.seq
                                    AND u.status IN ('done', 'skipped')
), fates AS (
    SELECT root, CASE depth % 2 WHEN 1 THEN run END AS taken_back_by, max(seq) FROM chain GROUP BY root
)
SELECT s.ended_at AS at, coalesce(n.name, s.subject) AS winner,
       CASE WHEN g.key LIKE 'album:%' THEN 'in album ' || json_extract(i.body, '$.args.name')
            WHEN g.key LIKE 'cover:%' THEN 'cover of ' || json_extract(i.body, '$.args.name')
            ELSE g.key END AS field,
       json_extract(i.body, '$.before."' || g.key || '"') AS before, g.value AS after, f.taken_back_by
  FROM fates f
  JOIN steps s ON s.intent = f.root
  JOIN entries i ON i.seq = s.seq
  JOIN json_each(i.body, '$.after') g
  LEFT JOIN names n ON n."group" = s."group" AND n.asset = s.subject
 ORDER BY s.ended_seq, g.id
