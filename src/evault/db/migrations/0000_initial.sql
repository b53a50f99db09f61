CREATE TABLE "meta_envelopes" (
	"ename" text NOT NULL,
	"id" text NOT NULL,
	"position" uuid NOT NULL,
	"ontology" text NOT NULL,
	"envelopes" jsonb NOT NULL,
	"acl" text[] NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "meta_envelopes_ename_id_pk" PRIMARY KEY("ename","id")
);
--> statement-breakpoint
CREATE TABLE "ontology_counts" (
	"ename" text NOT NULL,
	"ontology" text NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "ontology_counts_ename_ontology_pk" PRIMARY KEY("ename","ontology")
);
--> statement-breakpoint
CREATE TABLE "trash" (
	"ename" text NOT NULL,
	"id" text NOT NULL,
	"position" uuid NOT NULL,
	"ontology" text NOT NULL,
	"envelopes" jsonb NOT NULL,
	"acl" text[] NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"trash_id" uuid NOT NULL,
	"deleted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "trash_ename_trash_id_pk" PRIMARY KEY("ename","trash_id")
);
--> statement-breakpoint
CREATE TABLE "vaults" (
	"ename" text PRIMARY KEY NOT NULL,
	"evault_id" text NOT NULL,
	"public_key" text NOT NULL,
	"keychain" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "meta_envelopes_by_position" ON "meta_envelopes" USING btree ("ename","position");--> statement-breakpoint
CREATE INDEX "meta_envelopes_by_ontology" ON "meta_envelopes" USING btree ("ename","ontology","position");--> statement-breakpoint
CREATE INDEX "trash_by_id" ON "trash" USING btree ("ename","id","trash_id");