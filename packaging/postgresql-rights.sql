-- The corrections log, out of reach of the account that the desk itself uses.
--
--     psql --dbname kiemtin --set desk=kiemtin --file postgresql-rights.sql
--
-- Run it as a superuser, after a desk has made its tables, and again after a restore into a new database. "desk" is the
-- account in DATABASE_URL; it must be no superuser, nor a member of kiemtin_log. It may then read the log and add to it,
-- and nothing else: the triggers that watch over it are not its own to remove.

\set ON_ERROR_STOP on

BEGIN;

SELECT NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'kiemtin_log') AS is_missing \gset
\if :is_missing
CREATE ROLE kiemtin_log NOLOGIN;
\endif

-- Whoever owns a database or a schema may drop what is in it.
SELECT current_database() AS database \gset
ALTER DATABASE :"database" OWNER TO kiemtin_log;
ALTER SCHEMA public OWNER TO kiemtin_log;
GRANT CREATE, USAGE ON SCHEMA public TO :"desk";

ALTER TABLE public.answers_logentry OWNER TO kiemtin_log;
ALTER TABLE public.answers_logcheckpoint OWNER TO kiemtin_log;
REVOKE ALL ON public.answers_logentry, public.answers_logcheckpoint FROM PUBLIC, :"desk";
GRANT SELECT, INSERT ON public.answers_logentry, public.answers_logcheckpoint TO :"desk";
-- What must be erased by law: a trigger lets both go together, and only behind an entry that says so.
GRANT UPDATE (salt, record) ON public.answers_logentry TO :"desk";
-- Only its owner may ask for what was erased to leave the table's pages: PostgreSQL sees to it within minutes.
ALTER TABLE public.answers_logentry SET (
  autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0,
  toast.autovacuum_vacuum_threshold = 0, toast.autovacuum_vacuum_scale_factor = 0
);

-- A temporary table of the same name, which anybody may make, must not answer in the place of the log.
ALTER FUNCTION public.answers_log_refuses() OWNER TO kiemtin_log;
ALTER FUNCTION public.answers_entry_changes() OWNER TO kiemtin_log;
ALTER FUNCTION public.answers_entry_place() OWNER TO kiemtin_log;
ALTER FUNCTION public.answers_checkpoint_place() OWNER TO kiemtin_log;
ALTER FUNCTION public.answers_entry_changes() SET search_path = pg_catalog, public, pg_temp;
ALTER FUNCTION public.answers_entry_place() SET search_path = pg_catalog, public, pg_temp;
ALTER FUNCTION public.answers_checkpoint_place() SET search_path = pg_catalog, public, pg_temp;

COMMIT;
