CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
CREATE TABLE "access_log" (
	"ename" text NOT NULL,
	"entry_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"caller" text NOT NULL,
	"operation" text NOT NULL,
	"allowed" boolean NOT NULL,
	"reason" text,
	"records" text[] NOT NULL,
	"times" integer NOT NULL,
	CONSTRAINT "access_log_ename_entry_id_pk" PRIMARY KEY("ename","entry_id")
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"ename" text NOT NULL,
	"platform" text NOT NULL,
	"decision" text NOT NULL,
	"ontologies" json NOT NULL,
	"migrator" boolean NOT NULL,
	"verified" boolean NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"decided_at" timestamp (3) with time zone,
	CONSTRAINT "consents_ename_platform_pk" PRIMARY KEY("ename","platform")
);
--> statement-breakpoint
CREATE TABLE "files" (
	"ename" text NOT NULL,
	"id" text NOT NULL,
	"blob_key" text NOT NULL,
	"size" bigint NOT NULL,
	"content_type" text NOT NULL,
	"filename" text NOT NULL,
	CONSTRAINT "files_ename_id_pk" PRIMARY KEY("ename","id")
);
--> statement-breakpoint
CREATE TABLE "log_heads" (
	"ename" text PRIMARY KEY NOT NULL,
	"sequence" bigint NOT NULL,
	"hash" text NOT NULL,
	"signature" text NOT NULL,
	"public_key" text NOT NULL,
	"signed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "operation_log" (
	"ename" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"sequence" bigint NOT NULL,
	"id" uuid NOT NULL,
	"meta_envelope_id" text NOT NULL,
	"envelope_hash" text NOT NULL,
	"operation" text NOT NULL,
	"platform" text,
	"caller" text NOT NULL,
	"ontology" text NOT NULL,
	"announce" boolean NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "operation_log_ename_sequence_pk" PRIMARY KEY("ename","sequence")
);
--> statement-breakpoint
CREATE TABLE "passphrases" (
	"ename" text PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"set_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pending_signatures" (
	"ename" text NOT NULL,
	"pending_id" uuid NOT NULL,
	"document_id" text NOT NULL,
	"signer" text NOT NULL,
	"signature" text NOT NULL,
	"timestamp" text NOT NULL,
	"requested_by" text NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "pending_signatures_ename_pending_id_pk" PRIMARY KEY("ename","pending_id")
);
--> statement-breakpoint
CREATE TABLE "public_keys" (
	"ename" text NOT NULL,
	"public_key" text NOT NULL,
	"added_by" text NOT NULL,
	"added_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "public_keys_ename_public_key_pk" PRIMARY KEY("ename","public_key")
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"ename" text NOT NULL,
	"name" text NOT NULL,
	"value" json NOT NULL,
	CONSTRAINT "settings_ename_name_pk" PRIMARY KEY("ename","name")
);
--> statement-breakpoint
CREATE TABLE "versions" (
	"ename" text NOT NULL,
	"id" text NOT NULL,
	"position" uuid NOT NULL,
	"ontology" text NOT NULL,
	"payload" json NOT NULL,
	"acl" text[] NOT NULL,
	"version_id" uuid NOT NULL,
	"ended_by" text NOT NULL,
	"ended_at" timestamp (3) with time zone NOT NULL,
	"caller" text NOT NULL,
	"restored" boolean DEFAULT false NOT NULL,
	CONSTRAINT "versions_ename_version_id_pk" PRIMARY KEY("ename","version_id")
);
--> statement-breakpoint
INSERT INTO "versions" ("ename", "id", "position", "ontology", "payload", "acl", "version_id", "ended_by", "ended_at", "caller")
SELECT "ename", "id", "position", "ontology",
	coalesce((SELECT json_object_agg(field.item ->> 'key', field.item -> 'value' ORDER BY field.place)
		FROM jsonb_array_elements("envelopes") WITH ORDINALITY AS field(item, place)), '{}'),
	"acl", "trash_id", 'delete', "deleted_at", 'unknown'
FROM "trash";--> statement-breakpoint
DROP TABLE "trash" CASCADE;--> statement-breakpoint
ALTER TABLE "vaults" ALTER COLUMN "public_key" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "vaults" ALTER COLUMN "keychain" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "meta_envelopes" ADD COLUMN "payload" json;--> statement-breakpoint
UPDATE "meta_envelopes" SET "payload" =
	coalesce((SELECT json_object_agg(field.item ->> 'key', field.item -> 'value' ORDER BY field.place)
		FROM jsonb_array_elements("envelopes") WITH ORDINALITY AS field(item, place)), '{}');--> statement-breakpoint
ALTER TABLE "meta_envelopes" ALTER COLUMN "payload" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "meta_envelopes" ADD COLUMN "search" text NOT NULL DEFAULT '';--> statement-breakpoint
ALTER TABLE "meta_envelopes" ALTER COLUMN "search" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "meta_envelopes" ADD COLUMN "indexed" boolean NOT NULL DEFAULT false;--> statement-breakpoint
ALTER TABLE "meta_envelopes" ALTER COLUMN "indexed" DROP DEFAULT;--> statement-breakpoint
CREATE INDEX "files_by_blob" ON "files" USING btree ("blob_key");--> statement-breakpoint
CREATE UNIQUE INDEX "pending_signatures_by_signer" ON "pending_signatures" USING btree ("ename","document_id","signer");--> statement-breakpoint
CREATE INDEX "versions_by_id" ON "versions" USING btree ("ename","id","version_id");--> statement-breakpoint
CREATE INDEX "meta_envelopes_by_search" ON "meta_envelopes" USING gin ("search" gin_trgm_ops) WHERE indexed;--> statement-breakpoint
CREATE INDEX "meta_envelopes_not_indexed" ON "meta_envelopes" USING btree ("position") WHERE NOT indexed;--> statement-breakpoint
ALTER TABLE "meta_envelopes" DROP COLUMN "envelopes";--> statement-breakpoint
ALTER TABLE "meta_envelopes" DROP COLUMN "created_at";