-- The twenty steps that took longest, from the promise to the look afterwards.
WITH longest AS (
    SELECT i.seq, i.run, i."group", i.subject, json_extract(i.body, '$.action') AS action,
           (julianday(o.at) - julianday(i.at)) * 86400 AS seconds
      FROM entries i JOIN entries o ON o.intent = i.intent AND o.kind = 'outcome'
     WHERE i.kind = 'intent' AND o.run = i.run
     ORDER BY seconds DESC LIMIT 20
)
SELECT round(l.seconds, 3) AS seconds, l.action,
       coalesce((SELECT json_extract(m.value, '$.name')
                   FROM entries e, json_each(e.body, '$.seen.plan.members') m
                  WHERE e."group" = l."group" AND +e.kind = 'outcome'
                    AND json_extract(m.value, '$.asset') = l.subject LIMIT 1), l.subject) AS picture,
       l.run
  FROM longest l ORDER BY l.seconds DESC
