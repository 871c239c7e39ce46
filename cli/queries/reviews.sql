-- The groups that the newest analysis left to a person, by rule, with one example of each.
WITH newest AS (
    SELECT run FROM runs WHERE verb = 'analyze' AND result = 'complete' ORDER BY seq DESC LIMIT 1
), plans AS (
    SELECT "group", body FROM entries
     WHERE run = (SELECT run FROM newest) AND kind = 'outcome' AND json_extract(body, '$.status') = 'done'
)
SELECT json_extract(f.value, '$.code') AS rule, count(DISTINCT p."group") AS "groups",
       min(json_extract(f.value, '$.text')) AS example, min(p."group") AS "group"
  FROM plans p, json_each(p.body, '$.seen.plan.review') f
 GROUP BY 1 ORDER BY 2 DESC, 1
