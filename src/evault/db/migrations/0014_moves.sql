CREATE TABLE "imported_logs" (
	"ename" text NOT NULL,
	"move_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"entry" json NOT NULL,
	CONSTRAINT "imported_logs_ename_move_id_position_pk" PRIMARY KEY("ename","move_id","position")
);
--> statement-breakpoint
CREATE TABLE "move_items" (
	"ename" text NOT NULL,
	"move_id" uuid NOT NULL,
	"id" text NOT NULL,
	"ontology" text NOT NULL,
	"hash" text NOT NULL,
	"content_hash" text NOT NULL,
	"state" text NOT NULL,
	"brought" boolean NOT NULL,
	"checked" boolean DEFAULT false NOT NULL,
	"other_id" text,
	"other_url" text,
	"file_hash" text,
	"problem" text,
	"file_problem" text,
	CONSTRAINT "move_items_ename_move_id_id_pk" PRIMARY KEY("ename","move_id","id")
);
--> statement-breakpoint
CREATE TABLE "move_steps" (
	"ename" text NOT NULL,
	"move_id" uuid NOT NULL,
	"step" text NOT NULL,
	"state" text NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "move_steps_ename_move_id_step_pk" PRIMARY KEY("ename","move_id","step")
);
--> statement-breakpoint
CREATE TABLE "moves" (
	"ename" text NOT NULL,
	"move_id" uuid NOT NULL,
	"direction" text NOT NULL,
	"state" text NOT NULL,
	"url" text NOT NULL,
	"access" text NOT NULL,
	"uri" text,
	"evault_id" text,
	"helps" boolean DEFAULT false NOT NULL,
	"was_empty" boolean DEFAULT false NOT NULL,
	"returns" boolean DEFAULT false NOT NULL,
	"problem" text,
	"sequence" bigint DEFAULT 0 NOT NULL,
	"cursor" text,
	"former_uri" text,
	"former_evault_id" text,
	"frozen_ms" integer,
	"report" json,
	"started_at" timestamp (3) with time zone NOT NULL,
	"switched_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "moves_ename_move_id_pk" PRIMARY KEY("ename","move_id")
);
--> statement-breakpoint
CREATE TABLE "vault_standings" (
	"ename" text PRIMARY KEY NOT NULL,
	"standing" text NOT NULL,
	"uri" text,
	"since" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "move_items_unchecked" ON "move_items" USING btree ("ename","move_id","checked");