-- What the winners were given: each field before and after, and the run that took it back.
WITH RECURSIVE names AS (
    SELECT e."group", json_extract(m.value, '$.asset') AS asset, json_extract(m.value, '$.name') AS name,
           max(e.seq)
      FROM entries e, json_each(e.body, '$.seen.plan.members') m
     WHERE e.kind = 'outcome'
     GROUP BY 1, 2
), gifts AS (
    SELECT s.intent, s.subject, s."group", s.ended_seq, s.ended_at, s.ended_run, g.id, g.key AS field, g.value AS after,
           json_extract(i.body, '$.before."' || g.key || '"') AS before, json_extract(i.body, '$.args.name') AS name
      FROM steps s JOIN entries i ON i.seq = s.seq JOIN json_each(i.body, '$.after') g
     WHERE s.status = 'done' AND s.compensates IS NULL AND coalesce(s.key, '') NOT LIKE 'undo:%'
       AND s.action NOT IN ('score-group', 'download-original', 'trash-asset', 'untrash-asset', 'stack-assets', 'join-group')
), chain AS (
    -- A gift, what took it back, what took that back, and so on: the newest of them says what stands.
    SELECT intent AS root, field, intent, "group", 0 AS depth, ended_seq AS seq, ended_run AS run FROM gifts
    UNION ALL
    SELECT c.root, c.field, u.intent, u."group", c.depth + 1, u.ended_seq, u.ended_run
      FROM chain c JOIN takes_back u ON u."group" = c."group" AND u.taken = c.intent AND u.seq > c.seq
                                    AND u.status IN ('done', 'skipped')
     WHERE u.part IS NULL OR EXISTS (SELECT 1 FROM json_each(u.part) p WHERE p.value = c.field)
), fates AS (
    SELECT root, field, CASE depth % 2 WHEN 1 THEN run END AS taken_back_by, max(seq) FROM chain GROUP BY root, field
)
SELECT g.ended_at AS at, coalesce(n.name, g.subject) AS winner,
       CASE WHEN g.field LIKE 'album:%' THEN 'in album ' || g.name
            WHEN g.field LIKE 'cover:%' THEN 'cover of ' || g.name
            ELSE g.field END AS field,
       CASE WHEN g.field LIKE 'cover:%' THEN coalesce(b.name, g.before) ELSE g.before END AS before,
       CASE WHEN g.field LIKE 'cover:%' THEN coalesce(a.name, g.after) ELSE g.after END AS after, f.taken_back_by
  FROM gifts g
  JOIN fates f ON f.root = g.intent AND f.field = g.field
  LEFT JOIN names n ON n."group" = g."group" AND n.asset = g.subject
  LEFT JOIN names b ON b."group" = g."group" AND b.asset = g.before AND g.field LIKE 'cover:%'
  LEFT JOIN names a ON a."group" = g."group" AND a.asset = g.after AND g.field LIKE 'cover:%'
 ORDER BY g.ended_seq, g.id
