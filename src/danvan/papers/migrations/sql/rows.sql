-- The second lock on papers: an officer's request sees those of his units.
CALL danvan_lock('papers_paper');
CREATE POLICY units ON papers_paper TO danvan_office
    USING (unit_id = ANY ((SELECT danvan_units('paper'))::bigint[]));

CALL danvan_lock('papers_series');
CREATE POLICY units ON papers_series TO danvan_office
    USING (unit_id = ANY ((SELECT danvan_units('paper'))::bigint[]));

-- The signed copies.
CREATE POLICY papers ON files_storedfile TO danvan_office USING (
    starts_with(owner, 'papers.paper:') AND EXISTS (
        SELECT FROM papers_paper p WHERE p.id = substr(owner, 14)::uuid));
