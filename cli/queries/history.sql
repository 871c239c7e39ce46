-- Everything that happened to one picture, oldest first. ASSET is its id or its file name.
WITH named AS (
    SELECT :asset AS asset
    UNION
    SELECT (SELECT json_extract(m.value, '$.asset') FROM json_each(e.body, '$.seen.plan.members') m
             WHERE json_extract(m.value, '$.name') = :asset)
      FROM entries e
     WHERE NOT EXISTS (SELECT 1 FROM entries WHERE subject = :asset) AND e.kind = 'outcome'
       AND EXISTS (SELECT 1 FROM json_each(e.body, '$.seen.plan.members') m
                    WHERE json_extract(m.value, '$.name') = :asset)
)
SELECT h.at, h.what, h.status, h.detail, h.run, h.seq
  FROM (SELECT seq, coalesce(ended_at, at) AS at, action || CASE WHEN compensates IS NULL THEN '' ELSE ' (takes back)' END AS what,
               status, detail, coalesce(ended_run, run) AS run
          FROM named CROSS JOIN steps s ON s.subject = named.asset
        UNION ALL
        SELECT f.seq, f.at, f.topic, 'fact', json_extract(f.body, '$.text'), f.run
          FROM named CROSS JOIN facts f ON f.subject = named.asset) h
 ORDER BY h.seq
