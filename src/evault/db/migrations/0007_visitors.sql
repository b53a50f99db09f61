CREATE TABLE "visitors" (
	"ename" text NOT NULL,
	"caller" text NOT NULL,
	"first_seen" timestamp (3) with time zone NOT NULL,
	"last_seen" timestamp (3) with time zone NOT NULL,
	"reads" bigint NOT NULL,
	"refusals" bigint NOT NULL,
	"refused_for" text,
	"refused_at" timestamp (3) with time zone,
	CONSTRAINT "visitors_ename_caller_pk" PRIMARY KEY("ename","caller")
);
--> statement-breakpoint
ALTER TABLE "access_log" ADD COLUMN "ontologies" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
INSERT INTO "visitors" ("ename", "caller", "first_seen", "last_seen", "reads", "refusals", "refused_for", "refused_at")
SELECT "ename", "caller", min("at"), max("at"),
	coalesce(sum("times") FILTER (WHERE "allowed"), 0),
	coalesce(sum("times") FILTER (WHERE NOT "allowed"), 0),
	(array_agg("reason" ORDER BY "entry_id" DESC) FILTER (WHERE NOT "allowed"))[1],
	max("at") FILTER (WHERE NOT "allowed")
FROM "access_log" GROUP BY "ename", "caller";
