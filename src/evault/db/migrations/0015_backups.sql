CREATE TABLE "backup_plans" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"place" json NOT NULL,
	"schedule" text NOT NULL,
	"keeps_everything" boolean NOT NULL,
	"has_passphrase" boolean NOT NULL,
	"since" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "backup_works" (
	"work" text PRIMARY KEY NOT NULL,
	"backup_id" text,
	"made_at" timestamp (3) with time zone,
	"done_at" timestamp (3) with time zone,
	"bytes" bigint,
	"added" bigint,
	"failed_at" timestamp (3) with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"code" text,
	"message" text,
	"differences" json
);
