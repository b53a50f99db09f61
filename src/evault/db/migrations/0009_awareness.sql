CREATE TABLE "awareness_cursors" (
	"ename" text PRIMARY KEY NOT NULL,
	"sequence" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"ename" text NOT NULL,
	"platform" text NOT NULL,
	"meta_envelope_id" text NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"ontology" text NOT NULL,
	"sequence" bigint NOT NULL,
	"operation" text NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"origin" text,
	"due_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer NOT NULL,
	"delivered_sequence" bigint,
	"delivered_at" timestamp (3) with time zone,
	CONSTRAINT "deliveries_ename_platform_meta_envelope_id_pk" PRIMARY KEY("ename","platform","meta_envelope_id")
);
--> statement-breakpoint
CREATE TABLE "delivery_attempts" (
	"ename" text NOT NULL,
	"platform" text NOT NULL,
	"attempt_id" uuid NOT NULL,
	"meta_envelope_id" text NOT NULL,
	"sequence" bigint NOT NULL,
	"number" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"status" integer,
	"ok" boolean NOT NULL,
	"duration_ms" integer NOT NULL,
	"response" text,
	"error" text,
	"body_hash" text NOT NULL,
	CONSTRAINT "delivery_attempts_ename_platform_attempt_id_pk" PRIMARY KEY("ename","platform","attempt_id")
);
--> statement-breakpoint
CREATE TABLE "delivery_platforms" (
	"ename" text NOT NULL,
	"platform" text NOT NULL,
	"listed" boolean NOT NULL,
	"paused" boolean DEFAULT false NOT NULL,
	"ontologies" text[],
	"mode" text DEFAULT 'value' NOT NULL,
	"deletes" boolean DEFAULT false NOT NULL,
	"private_addresses" boolean DEFAULT false NOT NULL,
	"has_secret" boolean DEFAULT false NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"failing_since" timestamp (3) with time zone,
	"next_try_at" timestamp (3) with time zone,
	"last_success_at" timestamp (3) with time zone,
	"last_failure_at" timestamp (3) with time zone,
	"last_error" text,
	"disclosed" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "delivery_platforms_ename_platform_pk" PRIMARY KEY("ename","platform")
);
--> statement-breakpoint
CREATE TABLE "disclosures" (
	"ename" text NOT NULL,
	"platform" text NOT NULL,
	"sequence" bigint NOT NULL,
	"meta_envelope_id" text NOT NULL,
	"ontology" text NOT NULL,
	"envelope_hash" text NOT NULL,
	"mode" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"acknowledged" boolean NOT NULL,
	CONSTRAINT "disclosures_ename_platform_sequence_pk" PRIMARY KEY("ename","platform","sequence")
);
--> statement-breakpoint
CREATE INDEX "deliveries_by_sequence" ON "deliveries" USING btree ("ename","platform","sequence");--> statement-breakpoint
CREATE INDEX "deliveries_waiting" ON "deliveries" USING btree ("ename","platform","sequence") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "deliveries_failed" ON "deliveries" USING btree ("ename","platform","sequence") WHERE state = 'failed';--> statement-breakpoint
CREATE INDEX "delivery_attempts_by_record" ON "delivery_attempts" USING btree ("ename","meta_envelope_id","platform");--> statement-breakpoint
CREATE INDEX "disclosures_by_record" ON "disclosures" USING btree ("ename","platform","meta_envelope_id");--> statement-breakpoint
-- Nobody waits for what was changed before platforms were told of changes.
INSERT INTO "awareness_cursors" ("ename", "sequence") SELECT "ename", max("sequence") FROM "operation_log" GROUP BY "ename";
