-- Everything that happened to one picture, oldest first. ASSET is its id or its file name.
WITH named AS (
    SELECT DISTINCT json_extract(m.value, '$.asset') AS asset
      FROM entries e, json_each(e.body, '$.seen.plan.members') m
     WHERE e.kind = 'outcome' AND json_extract(m.value, '$.name') = :asset
       AND NOT EXISTS (SELECT 1 FROM entries WHERE subject = :asset)
    UNION SELECT :asset
)
SELECT h.at, h.what, h.status, h.detail, h.run, h.seq
  FROM (SELECT seq, coalesce(ended_at, at) AS at, action || CASE WHEN compensates IS NULL THEN '' ELSE ' (takes back)' END AS what,
               status, detail, coalesce(ended_run, run) AS run
          FROM steps WHERE subject IN (SELECT asset FROM named)
        UNION ALL
        SELECT seq, at, topic, 'fact', json_extract(body, '$.text'), run
          FROM facts WHERE subject IN (SELECT asset FROM named)) h
 ORDER BY h.seq
