-- What proved that each loser could go: reason, look, hashed backup, the winner read back.
WITH plans AS (
    SELECT seq, "group", body FROM entries WHERE kind = 'outcome' AND json_type(body, '$.seen.plan') = 'object'
)
SELECT t.ended_at AS trashed_at,
       (SELECT json_extract(m.value, '$.name') FROM plans p, json_each(p.body, '$.seen.plan.members') m
         WHERE p."group" = t."group" AND json_extract(m.value, '$.asset') = t.subject
         ORDER BY p.seq DESC LIMIT 1) AS loser,
       (SELECT group_concat(json_extract(b.value, '$.text'), '; ')
          FROM json_each((SELECT p.body FROM plans p WHERE p."group" = t."group" AND p.seq < t.seq
                           ORDER BY p.seq DESC LIMIT 1), '$.seen.plan.because') b
         WHERE coalesce(json_extract(b.value, '$.against'), t.subject) = t.subject) AS because,
       -- Looks are kept by the checksums of the two contents, whichever came first.
       (SELECT json_extract(k.body, '$.body.likeness.verdict') || ': ' || json_extract(k.body, '$.body.likeness.why')
          FROM entries k, entries i, plans p, json_each(p.body, '$.seen.plan.members') w
         WHERE i.seq = t.seq AND p."group" = t."group"
           AND json_extract(w.value, '$.asset') = json_extract(i.body, '$.args.winner')
           AND k.subject IN (json_extract(w.value, '$.checksum') || ' ' || json_extract(i.body, '$.args.checksum'),
                             json_extract(i.body, '$.args.checksum') || ' ' || json_extract(w.value, '$.checksum'))
           AND k.seq < t.seq ORDER BY k.seq DESC LIMIT 1) AS look,
       (SELECT json_extract(d.body, '$.seen.sha256') FROM entries d
         WHERE d.subject = t.subject AND +d.kind = 'outcome' AND json_extract(d.body, '$.seen.held')
           AND d.seq < t.seq ORDER BY d.seq DESC LIMIT 1) AS backup_sha256,
       (SELECT f.at FROM facts f WHERE f."group" = t."group" AND f.topic = 'read-back' AND f.seq < t.seq
         ORDER BY f.seq DESC LIMIT 1) AS winner_read_back_at
  FROM steps t
 WHERE t.action = 'trash-asset' AND t.status = 'done'
 ORDER BY t.ended_seq
