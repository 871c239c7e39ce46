-- What each run moved to the trash, what of it came back, and the bytes that the rest frees.
WITH RECURSIVE chain AS (
    -- A step, what took it back, what took that back, and so on: the newest of them says what stands.
    SELECT intent AS root, intent, "group", 0 AS depth, ended_seq AS seq, ended_run AS run
      FROM steps WHERE action = 'trash-asset' AND status = 'done' AND compensates IS NULL
    UNION ALL
    SELECT c.root, u.intent, u."group", c.depth + 1, u.ended_seq, u.ended_run
      FROM chain c JOIN takes_back u ON u."group" = c."group" AND u.taken = c.intent AND u.seq > c.seq
                                    AND u.status IN ('done', 'skipped')
), fates AS (
    SELECT root, CASE depth % 2 WHEN 1 THEN run END AS taken_back_by, max(seq) FROM chain GROUP BY root
)
SELECT t.run, min(t.ended_at) AS since, count(*) AS trashed, count(f.taken_back_by) AS taken_back,
       coalesce(sum(json_extract(i.body, '$.args.snapshot.asset.size'))
                FILTER (WHERE f.taken_back_by IS NULL), 0) AS bytes_freed
  FROM steps t JOIN entries i ON i.seq = t.seq JOIN fates f ON f.root = t.intent
 GROUP BY t.run ORDER BY min(t.seq)
