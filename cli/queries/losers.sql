-- Every picture that went to the trash: winner, size, backup, and the run that took it back.
WITH RECURSIVE names AS (
    SELECT e."group", json_extract(m.value, '$.asset') AS asset, json_extract(m.value, '$.name') AS name,
           json_extract(m.value, '$.size') AS size,
           max(e.seq)
      FROM entries e, json_each(e.body, '$.seen.plan.members') m
     WHERE e.kind = 'outcome'
     GROUP BY 1, 2
), chain AS (
    -- A step, what took it back, what took that back, and so on: the newest of them says what stands.
    SELECT intent AS root, intent, "group", 0 AS depth, ended_seq AS seq, ended_run AS run
      FROM steps WHERE action = 'trash-asset' AND status = 'done' AND compensates IS NULL
    UNION ALL
    SELECT c.root, u.intent, u."group", c.depth + 1, u.ended_seq, u.ended_run
      FROM chain c JOIN takes_back u ON u."group" = c."group" AND u.taken = c.intent AND u.seq > c.seq
                                    AND u.status IN ('done', 'skipped')
), fates AS (
    SELECT root, CASE depth % 2 WHEN 1 THEN run END AS taken_back_by, max(seq) FROM chain GROUP BY root
), backups AS (
    SELECT subject, json_extract(body, '$.seen.sha256') AS sha256, max(seq)
      FROM entries WHERE kind = 'outcome' AND json_extract(body, '$.seen.held') GROUP BY subject
)
SELECT t.ended_at AS at, l.name AS loser, w.name AS winner, l.size, substr(b.sha256, 1, 12) AS backup,
       f.taken_back_by, t.subject AS asset
  FROM steps t
  JOIN entries i ON i.seq = t.seq
  JOIN fates f ON f.root = t.intent
  LEFT JOIN names l ON l."group" = t."group" AND l.asset = t.subject
  LEFT JOIN names w ON w."group" = t."group" AND w.asset = json_extract(i.body, '$.args.winner')
  LEFT JOIN backups b ON b.subject = t.subject
 ORDER BY t.ended_seq
