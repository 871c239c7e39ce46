-- Why one picture stayed, went or was left to a person. ASSET is its id or its file name.
WITH near AS (
    SELECT DISTINCT "group" FROM entries WHERE subject = :asset AND "group" IS NOT NULL
), plans AS (
    SELECT seq, at, run, "group", json_extract(body, '$.seen.plan') AS plan FROM entries
     WHERE "group" IN (SELECT "group" FROM near) AND +kind = 'outcome'
       AND json_type(body, '$.seen.plan') = 'object'
    UNION ALL
    SELECT e.seq, e.at, e.run, e."group", json_extract(e.body, '$.seen.plan') FROM entries e
     WHERE NOT EXISTS (SELECT 1 FROM near) AND e.kind = 'outcome'
       AND EXISTS (SELECT 1 FROM json_each(e.body, '$.seen.plan.members') m
                    WHERE :asset IN (json_extract(m.value, '$.asset'), json_extract(m.value, '$.name')))
)
SELECT p.at, json_extract(m.value, '$.name') AS picture,
       CASE WHEN json_array_length(p.plan, '$.review') > 0 THEN 'review'
            WHEN json_extract(p.plan, '$.winner') = json_extract(m.value, '$.asset') THEN 'winner'
            ELSE 'loser' END AS role,
       (SELECT group_concat(json_extract(r.value, '$.text'), '; ')
          FROM json_each(p.plan, CASE WHEN json_array_length(p.plan, '$.review') > 0 THEN '$.review'
                                      ELSE '$.because' END) r
         WHERE json_array_length(p.plan, '$.review') > 0
            OR json_extract(p.plan, '$.winner') = json_extract(m.value, '$.asset')
            OR coalesce(json_extract(r.value, '$.against'), json_extract(m.value, '$.asset'))
                   = json_extract(m.value, '$.asset')) AS why,
       (SELECT group_concat(json_extract(o.value, '$.name'), ', ') FROM json_each(p.plan, '$.members') o
         WHERE json_extract(o.value, '$.asset') <> json_extract(m.value, '$.asset')) AS beside,
       p.run
  FROM plans p, json_each(p.plan, '$.members') m
 WHERE :asset IN (json_extract(m.value, '$.asset'), json_extract(m.value, '$.name'))
 ORDER BY p.seq
