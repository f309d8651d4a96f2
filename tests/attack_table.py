"""Queries that mean harm, and queries that only look as if they did; for the tests of the guard, the workers and the server.

``{port}`` is a server of ours that counts who comes; ``{file}`` a file whose text must not come out.
"""

from __future__ import annotations

REACH = {
    "plain": "SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
    "silent": "SELECT * {{ service silent <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
    "variable": "SELECT * {{ BIND(<http://127.0.0.1:{port}/> AS ?x) SERVICE ?x {{ ?s ?p ?o }} }}",
    "glued to a number": "ASK{{?s ?p 1SERVICE<http://127.0.0.1:{port}/>{{}}}}",
    "glued to true": "ASK{{?s ?p trueSERVICE<http://127.0.0.1:{port}/>{{}}}}",
    "after a dot": "ASK{{?s ?p 1.SERVICE<http://127.0.0.1:{port}/>{{}}}}",
    "glued to a prefixed name": "PREFIX :<http://127.0.0.1:{port}/> ASK{{SERVICE:x{{}}}}",
    "silent, glued to a prefixed name": "PREFIX :<http://127.0.0.1:{port}/> ASK{{SERVICEsilent:x{{}}}}",
    "between a comparison and a comment": "ASK{{BIND(1 AS ?a)FILTER(?a<?b)SERVICE#>\n<http://127.0.0.1:{port}/>{{}}}}",
    "behind a carriage return": "ASK{{#comment\rSERVICE<http://127.0.0.1:{port}/>{{}}\n}}",
    "behind an escaped hash": "PREFIX a:<a:> ASK{{?s a:b a:c\\#d ; ?p ?o SERVICE <http://127.0.0.1:{port}/> {{}} }}",
    "behind an escaped quote": "PREFIX a:<a:> ASK{{?s a:b a:c\\' . SERVICE <http://127.0.0.1:{port}/> {{}} ?s ?p 'x' }}",
    "escaped letter": "ASK{{\\u0053ERVICE<http://127.0.0.1:{port}/>{{}}}}",
    "long string before it": "ASK{{?s ?p '''a'b''' SERVICE <http://127.0.0.1:{port}/> {{}} }}",
    "in EXISTS": "ASK{{FILTER EXISTS {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }} }}",
    "in a subquery": "ASK{{ {{ SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }} }} }}",
    "lateral": "ASK{{LATERAL{{SERVICE<http://127.0.0.1:{port}/>{{}}}}}}",
    "from the web": "SELECT * FROM <http://127.0.0.1:{port}/data.ttl> {{ ?s ?p ?o }}",
    "from the web, named": "SELECT * FROM NAMED <http://127.0.0.1:{port}/data.ttl> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "from a file": "SELECT * FROM <file://{file}> {{ ?s ?p ?o }}",
    "from, without a space": "ASKFROM<file://{file}>{{?s ?p ?o}}",
    "described from a file": "DESCRIBE ?s FROM <file://{file}> {{ ?s ?p ?o }}",
    "load": "LOAD <http://127.0.0.1:{port}/data.ttl>",
    "load of a file": "LOAD SILENT <file://{file}> INTO GRAPH <http://x/>",
    "insert": "INSERT DATA {{ GRAPH <http://x/> {{ <http://x/> <http://x/> <http://x/> }} }}",
    "delete": "DELETE WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "drop": "PREFIX a: <a:> DROP ALL",
    "drop after a query": "SELECT * {{ ?s ?p ?o }} ; DROP ALL",
    "insert with service": "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
}
"""What leaves the store or writes to it."""

_TRIPLES = " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(8))
HEAVY = {
    "braces": "ASK" + "{" * 2500 + "}" * 2500,
    "brackets": "ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
    "brackets in an iri that is none": "ASK{FILTER(?a<" + "(" * 3000 + "1" + ")" * 3000 + ">?c)}",
    "blank nodes": "ASK {" + "[ <p:p> " * 900 + "1" + " ]" * 900 + " <p:p> 1 }",
    "lists": "ASK { " + "(" * 1000 + "1" + ")" * 1000 + " <p:p> 1 }",
    "not": "ASK { FILTER(" + "!" * 9500 + "1) }",
    "plus": "ASK { FILTER(1" + "+1" * 7000 + ") }",
    "or": "ASK { FILTER(1" + "||1" * 7000 + ") }",
    "and": "ASK { FILTER(1" + "&&1" * 7000 + ") }",
    "path": "ASK { ?s <p:p>" + "/<p:p>" * 3000 + " ?o }",
    "optional": "ASK {" + "OPTIONAL{?s ?p ?o}" * 3000 + "}",
    "union": "ASK { {}" + "UNION{}" * 6600 + "}",
    "bind": "ASK {" + "".join(f"BIND(1 AS ?v{n})" for n in range(3500)) + "}",
    "filter": "ASK {" + "FILTER(1)" * 6000 + "}",
    "functions": "ASK { FILTER(" + "STR(" * 4000 + "1" + ")" * 4000 + ") }",
    "subqueries": "ASK" + "{SELECT*" * 3000 + "{}" + "}" * 3000,
    "triple terms": "ASK { ?s ?p " + "<<( ?s ?p " * 3000 + "?s" + " )>>" * 3000 + " }",
    "longer than the limit": "ASK { ?s ?p '" + "x" * 70_000 + "' }",
    "string that does not end": "ASK { ?s ?p '" + "\\'" * 30_000,
    "dotted words": "ASK { " + "a." * 30_000,
    "object list": "ASK { ?s ?p ?o" + ", ?o" * 5000 + " }",
    "many patterns": "ASK { " + "?s ?p ?o . " * 3000 + "}",
    "huge IN": "ASK { ?s ?p ?o FILTER(?o IN (" + ",".join(f"'{n}'" for n in range(7000)) + ")) }",
    "cartesian product": f"SELECT (COUNT(*) AS ?n) {{ {_TRIPLES} }}",
    "sorted product": f"SELECT * {{ {_TRIPLES} }} ORDER BY ?s1 ?o2",
    "distinct product": f"SELECT DISTINCT * {{ {_TRIPLES} }} ORDER BY RAND()",
    "path explosion": "SELECT (COUNT(*) AS ?n) { ?a (!<x:x>|^!<x:x>)* ?b . ?b (!<x:x>|^!<x:x>)* ?c . ?c (!<x:x>|^!<x:x>)* ?d }",
    "string doubling": "SELECT (STRLEN(?x40) AS ?n) { BIND('xxxxxxxxxx' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40)) + " }",
    "giant literal": "SELECT ?x23 { BIND('xxxxxxxxxx' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(23)) + " }",
    "giant concatenation": f"SELECT (GROUP_CONCAT(?o1) AS ?all) {{ {_TRIPLES} }}",
    "hungry pattern": f"ASK {{ {_TRIPLES} FILTER(REGEX('{'a' * 5000}!', '^(a+)+(a+)+(a+)+$')) FILTER(?o1 = ?o7 && ?o2 = 'none') }}",
    "replaced again and again": "SELECT (REPLACE(REPLACE(REPLACE('" + "a" * 1000 + "','a','" + "a" * 1000 + "'),'a','" + "a" * 1000 + "'),'a','aaaa') AS ?x) {}",
    "constructed product": f"CONSTRUCT {{ ?s1 ?p2 ?o3 . ?s4 ?p5 ?o6 }} WHERE {{ {_TRIPLES} }}",
    "described": "DESCRIBE ?s ?p ?o { ?s ?p ?o . ?a ?b ?c }",
    "nested subselects": "SELECT * { { SELECT * { { SELECT * { ?a ?b ?c } } { SELECT * { ?d ?e ?f } } } } { SELECT * { ?g ?h ?i . ?j ?k ?l } } } ORDER BY ?a",
    "minus": f"SELECT * {{ {_TRIPLES} MINUS {{ ?x ?y ?z . ?u ?v ?w }} }} ORDER BY ?o1",
    "exists for each": f"SELECT (COUNT(*) AS ?n) {{ {_TRIPLES} FILTER NOT EXISTS {{ ?o1 ?q ?o2 . ?o3 ?r ?o4 }} }}",
    "wrong": "SELEC * {",
    "nothing": "",
    "only a comment": "# SELECT * { ?s ?p ?o }",
    "zero": "SELECT\x00* { ?s ?p ?o }",
    "lone surrogate": "SELECT * { ?s ?p '\ud800' }",
}  # fmt: skip
"""What costs more than it should; some of it is answered, none of it may hurt."""

HARMLESS = {
    "in a string": "ASK { ?s ?p 'SERVICE <http://x/> LOAD FROM INSERT' }",
    "in a long string": 'ASK { ?s ?p """ SERVICE <http://x> { " } """ }',
    "in a comment": "ASK { # SERVICE <http://x/> {\n ?s ?p ?o }",
    "as a variable": "ASK { ?service ?load $from }",
    "as a prefix": "PREFIX service: <http://x/> PREFIX load: <http://y/> ASK { service:x load:from ?from }",
    "in an iri": "ASK { <http://example.org/service> <http://example.org/LOAD> <http://example.org/a(b)> }",
    "as a local name": "PREFIX a: <http://a/> ASK { a:SERVICE a:my.service a:load-from }",
    "in a language": "ASK { ?s ?p 'x'@en-service }",
    "as a blank node": "ASK { _:service ?p ?o }",
    "after a fragment": "ASK { <http://a/b#SERVICE> ?p <http://a/#from> . ?s ?q 'x' }",
    "comparisons without spaces": "ASK { ?s ?p ?o FILTER(?o<5&&?o>3||?o<=1&&?o>=0) }",
    "a path": "ASK { ?s (<http://a/p>/<http://a/q>|^<http://a/r>)*/!<http://a/s> ?o }",
    "escaped in a string": "ASK { ?s ?p 'caf\\u00e9 \\'SERVICE\\'' }",
    "update words as variables": "SELECT ?insert ?delete { ?insert ?drop ?delete }",
    "many values": "SELECT * { VALUES ?x { " + "'v' " * 3000 + "} }",
    "nested a little": "ASK " + "{" * 30 + " ?s ?p ?o " + "}" * 30,
}
"""What must be answered."""
