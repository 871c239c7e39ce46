-- What a restore cannot bring back, or not exactly: from which day on, and why.
-- While a loser lies in the server's trash, a restore brings it back as it was; afterwards it is a new upload.
WITH RECURSIVE names AS (
    SELECT e."group", json_extract(m.value, '$.asset') AS asset, json_extract(m.value, '$.name') AS name,
           max(e.seq)
      FROM entries e, json_each(e.body, '$.seen.plan.members') m
     WHERE e.kind = 'outcome'
     GROUP BY 1, 2
), chain AS (
    -- A step, what took it back, what took that back, and so on: the newest of them says what stands.
    SELECT intent AS root, intent, "group", 0 AS depth, ended_seq AS seq, ended_run AS run, ended_at AS at
      FROM steps WHERE action = 'trash-asset' AND status = 'done' AND compensates IS NULL
    UNION ALL
    SELECT c.root, u.intent, u."group", c.depth + 1, u.ended_seq, u.ended_run, u.ended_at
      FROM chain c JOIN takes_back u ON u."group" = c."group" AND u.taken = c.intent AND u.seq > c.seq
                                    AND u.status IN ('done', 'skipped')
), fates AS (
    SELECT root, CASE depth % 2 WHEN 1 THEN run END AS taken_back_by, at, max(seq) FROM chain GROUP BY root
)
SELECT w."from", coalesce(n.name, w.subject) AS picture, w.why, w.run
  FROM (SELECT date(at) AS "from", run, subject, "group",
               coalesce(json_extract(facts.body, '$.text'),
                        (SELECT group_concat(value, '; ') FROM json_each(facts.body, '$.reasons'))) AS why
          FROM facts WHERE topic = 'left' OR topic = 'not-taken-back' AND NOT EXISTS (
               SELECT 1 FROM facts later WHERE later."group" = facts."group" AND later.seq > facts.seq
                  AND later.topic IN ('not-taken-back', 'taken-back'))
        UNION ALL
        SELECT date(f.at, '+' || json_extract(r.detail, '$.trash_days') || ' days'), s.run, s.subject,
               s."group", 'the server empties it from the trash: then uploaded again, with a new id'
          FROM fates f JOIN steps s ON s.intent = f.root JOIN runs r ON r.run = s.run
         WHERE f.taken_back_by IS NULL
        UNION ALL
        -- A date that was written, or that a place moved, and whose zone no program can write again.
        SELECT min(date(s.at)), s.run, s.subject, s."group",
               CASE WHEN o.zone IS NULL THEN 'its date had no time zone: a restore brings its moment and clock, and UTC+0'
                    ELSE 'its time zone was ' || o.zone || ': a restore may bring it as a mere offset' END
          FROM steps s JOIN entries i ON i.intent = s.intent AND i.kind = 'intent'
          JOIN (SELECT run, json_extract(body, '$.winner.asset.id') AS asset, min(seq),
                       json_extract(body, '$.winner.asset.moment.zone') AS zone
                  FROM facts WHERE topic = 'observed' GROUP BY 1, 2) o ON o.run = s.run AND o.asset = s.subject
         WHERE s.action = 'patch-fields' AND s.status = 'done' AND s.compensates IS NULL
           AND coalesce(json_extract(i.body, '$.after.instant'), json_extract(i.body, '$.after.place')) IS NOT NULL
           AND (o.zone IS NULL OR o.zone NOT LIKE 'UTC%')
         GROUP BY s.subject) w
  LEFT JOIN names n ON n."group" = w."group" AND n.asset = w.subject
 ORDER BY w."from", picture
