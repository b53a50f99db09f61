CREATE TABLE "platform_sessions" (
	"ename" text NOT NULL,
	"ask_id" uuid NOT NULL,
	"action" text NOT NULL,
	"platform" text,
	"redirect" text NOT NULL,
	"session" text NOT NULL,
	"message" text,
	"listing" text NOT NULL,
	"state" text NOT NULL,
	"public_key" text,
	"signature" text,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"tried_at" timestamp (3) with time zone,
	"status" integer,
	"response" text,
	"error_code" text,
	"error_detail" text,
	CONSTRAINT "platform_sessions_ename_ask_id_pk" PRIMARY KEY("ename","ask_id")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "platform_sessions_once" ON "platform_sessions" USING btree ("ename","session");