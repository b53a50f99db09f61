CREATE TABLE "reachable_spans" (
	"ename" text NOT NULL,
	"span_id" uuid NOT NULL,
	"public_url" text NOT NULL,
	"provider" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"proven_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"cause" json,
	"missed" integer,
	"missed_at" timestamp (3) with time zone,
	CONSTRAINT "reachable_spans_ename_span_id_pk" PRIMARY KEY("ename","span_id")
);
