CREATE TABLE "identity_log" (
	"ename" text NOT NULL,
	"index" integer NOT NULL,
	"version_id" text NOT NULL,
	"entry" text NOT NULL,
	CONSTRAINT "identity_log_ename_index_pk" PRIMARY KEY("ename","index")
);
--> statement-breakpoint
CREATE TABLE "owner_keys" (
	"ename" text NOT NULL,
	"public_key" text NOT NULL,
	"key_name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "owner_keys_ename_public_key_pk" PRIMARY KEY("ename","public_key")
);
--> statement-breakpoint
ALTER TABLE "public_keys" ADD COLUMN "device" text;--> statement-breakpoint
ALTER TABLE "public_keys" ADD COLUMN "revoked_at" timestamp (3) with time zone;